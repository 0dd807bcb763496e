// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <QWidget>

class QSettings;
class QSpinBox;

namespace ui {

/// Time limits, retries and chunk size of a push.
class OptionsForm : public QWidget
{
    Q_OBJECT
public:
    explicit OptionsForm(QWidget *parent = nullptr);
    transfer::PushOptions options() const;
    void setOptions(const transfer::PushOptions &options);
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    void changed();

private:
    QSpinBox *addField(const QString &objectName, const QString &title, const QString &help,
                       const QString &unit, int least, int most, int step);
    QSpinBox *m_connect;
    QSpinBox *m_step;
    QSpinBox *m_reload;
    QSpinBox *m_retries;
    QSpinBox *m_pause;
    QSpinBox *m_chunk;
};

} // namespace ui
