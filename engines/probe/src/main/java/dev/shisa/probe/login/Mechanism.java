package dev.shisa.probe.login;

import dev.shisa.probe.Declaration.Credential;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.ports.Service;
import dev.shisa.probe.run.Bench;
import dev.shisa.probe.run.Endpoint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One way to log in over the network by a secret that can be guessed. */
public interface Mechanism {

    Service service();

    /** Tries once, on a new connection unless the protocol's own rules let tries share one. */
    Tried attempt(String user, String password);

    /** Tries once with no log-in at all; silent where there is no such way. */
    default Tried withoutLogin() {
        return new Tried(Tried.Outcome.SILENT, Exchange.NONE);
    }

    /** The same, heard out. */
    default Tried nobody() {
        return Tried.heard(this::withoutLogin);
    }

    /** As {@link #attempt}, pretending to come from elsewhere by what the protocol carries; the plain try where it cannot. */
    default Tried attemptFrom(String address, String user, String password) {
        return attempt(user, password);
    }

    /** Whether there is anything to pretend with. */
    default boolean canPretend() {
        return false;
    }

    /** The same log-in over another address of the device; empty where that is not told apart. */
    default Optional<Mechanism> over(Endpoint other) {
        return Optional.empty();
    }

    /** Whether answers take so long that no try can be spent twice. */
    default boolean isSlow() {
        return false;
    }

    /** Whether a name is asked for beside the secret. */
    default boolean hasUser() {
        return true;
    }

    /** Whether this value can be sent at all. */
    default boolean canTry(String password) {
        return true;
    }

    default String where() {
        return service().where();
    }

    /** What was handed out for this mechanism. */
    default Optional<Credential> known(Bench bench) {
        String name = service().protocol().name().toLowerCase(Locale.ROOT);
        List<Credential> all = bench.declared().credentials();
        return all.stream()
                .filter(c -> c.service().equals(name + (service().tls() ? "s" : "")))
                .findFirst()
                .or(() -> all.stream().filter(c -> c.service().startsWith(name)).findFirst())
                .or(() -> all.stream()
                        .filter(c -> bench.declared().tcp().stream()
                                .anyMatch(p -> p.port() == service().endpoint().port()
                                        && !p.service().isEmpty()
                                        && p.service().equals(c.service())))
                        .findFirst());
    }
}
