"""Gathers, decides, carries out. The whole system in ten minutes, in this order:

1. ``runner``: a pass, under the lock or in memory; ``one_pass``: its order; ``steps``: what a pass and
   a tick have in common.
2. ``service``: what a deployment is made of, and who takes part today.
3. ``pull``: reads mailboxes; looks what became of our own notes; keeps facts and cursor.
   ``interpret`` is the bridge in: entries become evidence, and text ends there (``reading``: what
   one entry says; ``second_look``: the one question more; ``evidence``: what the leader accepted).
4. ``judge``: facts become findings (``policy.ruleset``); ``wanted`` is the bridge out: findings
   become notes (``notes``, ``phrasing``, ``templating``); ``plan`` is the difference.
5. ``ledger``: one row for each entry we own, in the words of ``content``; the outbox is a query on it.
6. ``brake``: holds a pass that would change too much; ``deliver``: writes, and survives a crash anywhere.
7. Overviews: ``overview`` (when, and what may reach a leader), ``desk``, ``summary``,
   ``summary_text``, ``make_overviews``, ``invites`` (each due once).
8. The running service: ``tick`` (its order), ``running`` (what it holds in memory), ``claim`` (who is
   due), ``gathering`` and ``writing`` (reads and writes in ``lanes``), ``states``, ``backoff``, ``budget``,
   ``hours`` (when and how fast; pure), ``daily``, ``requests`` (``pause``, ``resync``, ``confirm``),
   ``observed`` (what it tells). Where a server tells of changes: ``hints`` (what came), ``notifying``
   (heeds it), ``errands`` with ``subscribing`` (has the server tell), ``unsubscribe``.
9. ``review``: the same look without a trace, for ``check`` and ``explain``.
10. What operators ask: ``condition`` (how things stand), ``forget`` and ``forgotten``, ``kept_about``,
   ``store_copies``, ``afresh`` and ``store_trouble``. ``months`` and ``discussion`` count for the local
   parties; ``trial`` tries other rules; ``lookups`` writes down who looked.

``store``, ``schema``, ``records`` and the files named ``…_rows`` keep it all; beside them only what an
operator asks for, and the day's clearing up, speak SQL.
"""
