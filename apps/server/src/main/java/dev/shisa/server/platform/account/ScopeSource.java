package dev.shisa.server.platform.account;

import java.util.List;
import java.util.UUID;

/** The product series to which a person can be limited; the capability that owns the series offers them. */
public interface ScopeSource {

    List<Scope> scopes();

    /** A series and its name on screen. */
    record Scope(UUID id, String name) {}
}
