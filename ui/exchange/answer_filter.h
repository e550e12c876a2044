#pragma once

#include "ui/models/exchange_model.h"

#include <QSortFilterProxyModel>

namespace fw::ui {

/// All exchanges, or only those with or without an answer.
class AnswerFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum class Show { All, Answered, Unanswered };
    void setShow(Show show)
    {
        m_show = show;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override
    {
        if (m_show == Show::All)
            return true;
        const bool answered = sourceModel()->index(row, 0, parent).data(ExchangeModel::AnsweredRole).toBool();
        return answered == (m_show == Show::Answered);
    }

private:
    Show m_show = Show::All;
};

} // namespace fw::ui
