// SPDX-License-Identifier: GPL-3.0-or-later
// Fakes and fixtures for the tests live in this folder.
