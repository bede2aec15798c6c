package dev.shisa.server.platform.account;

import java.util.UUID;

/** All tokens of a person ended, as with a reset password or the account: so does what opens like one. */
public record TokensEnded(UUID person) {}
