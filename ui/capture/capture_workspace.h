#pragma once

#include "ui/bridge/capture_job.h"
#include "ui/bridge/job_list.h"
#include "ui/bridge/networks.h"
#include "ui/bridge/open_capture_job.h"
#include "ui/capture/packet_view.h"
#include "ui/panes/theme.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace fw::ui {

/// A capture: from a file, or coming in live.
class CaptureWorkspace final : public QWidget {
    Q_OBJECT
public:
    CaptureWorkspace(SelectionModel& selection, Theme& theme, Networks& networks, JobList& jobs, QWidget* parent = nullptr);

    void openFile(const std::filesystem::path& path);
    /// What there was is replaced. Reports failed() if it cannot.
    void startCapture(const std::string& interface);
    void stopCapture();
    [[nodiscard]] bool isCapturing() const { return m_job && m_job->isRunning(); }

    [[nodiscard]] std::shared_ptr<const Capture> capture() const { return m_packets.capture(); }
    /// Captured, and neither saved nor empty.
    [[nodiscard]] bool hasUnsaved() const;
    /// Where an unsaved capture is kept meanwhile; empty if there is none.
    [[nodiscard]] std::filesystem::path recordingPath() const;
    /// It stays there when the program ends.
    void keepRecording();
    void setSaved(const std::filesystem::path& path);
    /// Of the file shown; empty for one that was never saved.
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// "812 packets · 0 dropped"
    [[nodiscard]] QString standingText() const;
    [[nodiscard]] QString captureFilter() const;
    void setCaptureFilter(const QString& filter);
    /// Only the newest so many packets are listed; 0: all.
    void setLimit(int packets) { m_packets.setLimit(packets); }

    [[nodiscard]] PacketView& view() { return *m_view; }
    /// By its number in the capture, from 0; nothing happens if it is not listed any more.
    void selectPacket(std::size_t number);
    [[nodiscard]] bool isPractice() const { return m_packets.isPractice(); }
    /// Null if none is selected.
    [[nodiscard]] ShownPacketPtr selectedPacket() const;

signals:
    void failed(const fw::Error& error, const QString& doing);
    /// A file was opened; `truncatedAt` in it tells if it was cut short.
    void fileOpened(const fw::ui::CaptureFilePtr& file);
    void captureStarted();  ///< Receiving has begun.
    void captureEnded();    ///< Whatever the reason.
    void captureRequested(); ///< By the button of the empty page.
    void openRequested();
    /// Packets, their number or where they come from.
    void changed();

private:
    void makeHeader();
    void makePages();
    void show(std::shared_ptr<const Capture> capture, const QString& title, bool practice);
    void showFile(const CaptureFilePtr& file);
    void follow(CaptureJob& job);
    void listen();
    void grow();
    void endCapture(const Job& job);
    void refresh();
    void sayWaiting();
    void colour();

    SelectionModel& m_selection;
    Theme& m_theme;
    Networks& m_networks;
    JobList& m_jobs;
    PacketListModel m_packets;
    std::filesystem::path m_path;
    QString m_title;
    bool m_unsaved = false;
    std::shared_ptr<Recording> m_recording; ///< Of the capture shown; null if it is a file.
    QPointer<CaptureJob> m_job;
    QPointer<OpenCaptureJob> m_opening;
    QTimer m_growTimer; ///< The list grows at most ten times a second.
    QTimer m_waitTimer;
    PortStatistics m_statistics;

    PacketView* m_view;
    QLabel* m_name;
    QLabel* m_practice;
    QLabel* m_standing;
    QLineEdit* m_filter;
    QToolButton* m_follow;
    QLabel* m_waiting;
    QStackedWidget* m_pages;
};

} // namespace fw::ui
