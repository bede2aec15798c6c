package dev.shisa.server.platform.audit;

import java.time.Instant;

/** What the audit page shows. */
public final class AuditView {

    private AuditView() {}

    /** One act in words. */
    public record Row(Instant at, String who, String act, String thing, String details) {}
}
