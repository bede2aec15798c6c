package dev.shisa.server.audience;

import java.util.UUID;

/**
 * A notice to users was let go; told in the transaction that does it, before the mails leave.
 *
 * @param step the act, so that it is told once
 * @param code of the notice
 * @param receivers how many users and businesses are written to; 0: it stands on the public pages only
 */
public record UsersTold(UUID step, String code, AudienceKind kind, int receivers) {}
