"""The head of a small rule that nobody ships, for tests of what an owner brings."""

HEAD = """
id: lamp-rules
title: 灯具寄样规则
short: 灯具规则
platform: 快手
kind: 规则
source: lamps.md
checked: 2026-06-01
clauses:
"""
