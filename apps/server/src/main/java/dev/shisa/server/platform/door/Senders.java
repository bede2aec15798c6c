package dev.shisa.server.platform.door;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** A capability that takes files from people without an account knows them, or where nobody may send anything. */
@FunctionalInterface
public interface Senders {

    /**
     * Who sends this request; empty if the capability does not know. It is asked before a byte of the body is read, and may not read it.
     *
     * @throws dev.shisa.server.platform.Problem if nothing is taken there now
     */
    Optional<Sender> of(HttpServletRequest request);
}
