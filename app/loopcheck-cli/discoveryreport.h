// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/diagnosis.h"
#include "modbus/discovery/hostscan.h"
#include "modbus/discovery/measuring.h"
#include "modbus/discovery/rangescan.h"
#include "modbus/discovery/unitscan.h"

#include <QJsonObject>

class QTextStream;

namespace cli {

// What the scans and the link doctor found, for people and for programs. Times are in ms.

void print(QTextStream &out, const modbus::discovery::HostFinding &finding);
void print(QTextStream &out, const modbus::discovery::UnitFinding &finding);
/// The readable blocks, a line each.
void print(QTextStream &out, const modbus::discovery::RangeScanResult &result);
void print(QTextStream &out, const modbus::discovery::Diagnosis &diagnosis);

/// What was measured, and the options of this program that fit.
void print(QTextStream &out, const modbus::discovery::Measurements &measured);

// As CSV (RFC 4180): headings, and a line a finding. Names and figures as in JSON.
QString hostCsvHeadings();
QString unitCsvHeadings();
QString toCsvLine(const modbus::discovery::HostFinding &finding);
QString toCsvLine(const modbus::discovery::UnitFinding &finding);
/// With its headings, a line a readable block.
QString toCsv(const modbus::discovery::RangeScanResult &result);

/// tried, total, refused, findings [{host port verdict unit exceptionCode connectMs latencyMs}].
QJsonObject toJson(const modbus::discovery::HostScanResult &result);
/// findings [{unit verdict exceptionCode latencyMs}], lateReplies.
QJsonObject toJson(const modbus::discovery::UnitScanResult &result);
/// blocks [{table first count}], requests, mostAtOnce, scanned.
QJsonObject toJson(const modbus::discovery::RangeScanResult &result);
/// healthy, conclusion, advice, paragraph, steps [{step state evidence remedy}].
QJsonObject toJson(const modbus::discovery::Diagnosis &diagnosis);

/// largestBlock, blockByLength, inFlight, gapMs, gapEnough, sessions, slowestMs, fault (null where
/// there was none), settings {window gapMs largestBlock timeoutMs}.
QJsonObject toJson(const modbus::discovery::Measurements &measured);

} // namespace cli
