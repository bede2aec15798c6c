package dev.shisa.server.platform.start;

import dev.shisa.server.platform.tls.HostNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Under which names this server may be asked for: those of the command line, of its certificate and of the computer as it is now, and
 * those that owners entered ({@link NamedHosts}). A request under any other name comes from somewhere that leads people wrong, or from a
 * page elsewhere whose name was made to point here ("DNS rebinding").
 *
 * <p>Names that owners entered lie in the database. They are read when somebody asks under a name that is not known, at most once in
 * {@value #READ_AGAIN_MS} ms, so a name just entered counts at once, and no request under a known name waits for the database.
 */
@Component
public class KnownHosts {

    private static final Logger LOG = LoggerFactory.getLogger(KnownHosts.class);

    private static final long READ_AGAIN_MS = 1_000;

    /** Names that are remembered and told; whoever makes up more of them is only counted. */
    private static final int FOREIGN_MAX = 20;

    private final ServerIdentity server;
    private final List<String> given;
    private final List<NamedHosts> entered;
    private final ReentrantLock reading = new ReentrantLock();
    private final Set<String> foreign = new LinkedHashSet<>();
    private volatile Names names;
    private long refused;

    /** @param readAtNanos of {@link System#nanoTime()} */
    private record Names(HostNames ofMachine, HostNames ofCertificate, Set<String> entered, long readAtNanos) {

        boolean has(String host) {
            return ofMachine.has(host) || ofCertificate.has(host) || entered.contains(host);
        }
    }

    /**
     * What was refused since the start.
     *
     * @param names the first {@value KnownHosts#FOREIGN_MAX} of them
     */
    public record Refused(long requests, Set<String> names) {}

    /**
     * @param name of the command line
     * @param more further names, between commas
     */
    KnownHosts(
            @Value("${shisa.name}") String name,
            @Value("${shisa.names:}") String more,
            ServerIdentity server,
            List<NamedHosts> entered) {
        this.server = server;
        this.given = Stream.concat(Stream.of(name), further(more).stream()).toList();
        this.entered = List.copyOf(entered);
        this.names = new Names(
                HostNames.ofThisMachine(given),
                server.tls().names(),
                Set.of(),
                System.nanoTime() - READ_AGAIN_MS * 1_000_000);
    }

    /** The further names of the command line, of which the certificate holds each as well. */
    static List<String> further(String between) {
        return Stream.of(between.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /**
     * Whether a request may be answered.
     *
     * @param host as it was asked for, without a port
     * @param reachedAt the address of this computer at which the request arrived, which is one of its own whatever its name
     */
    boolean isKnown(String host, String reachedAt) {
        String asked = plain(host);
        return names.has(asked) || asked.equals(plain(reachedAt)) || readAgain().has(asked);
    }

    /** Counts a request under a foreign name, and tells each of the first names once. */
    void refuse(String host) {
        boolean isNew;
        synchronized (foreign) {
            refused++;
            isNew = foreign.size() < FOREIGN_MAX && foreign.add(host);
        }
        if (isNew) {
            LOG.warn(
                    "asked for under the name \"{}\", which is none of this server: refused, and from now on only"
                            + " counted. If people are to reach it by that name, start it with --name {} as well",
                    host,
                    host);
        }
    }

    public Refused refused() {
        synchronized (foreign) {
            return new Refused(refused, new LinkedHashSet<>(foreign));
        }
    }

    /** The names that are known now, without the addresses. */
    public Set<String> known() {
        Names present = readAgain();
        TreeSet<String> all = new TreeSet<>(present.ofMachine().dns());
        all.addAll(present.ofCertificate().dns());
        all.addAll(present.entered());
        return all;
    }

    private Names readAgain() {
        Names present = names;
        boolean fresh = System.nanoTime() - present.readAtNanos() < READ_AGAIN_MS * 1_000_000;
        if (fresh || !reading.tryLock()) {
            return present;
        }
        try {
            names = new Names(
                    HostNames.ofThisMachine(given),
                    server.tls().names(),
                    entered(present.entered()),
                    System.nanoTime());
            return names;
        } finally {
            reading.unlock();
        }
    }

    /** @param otherwise what counts while the database does not answer */
    private Set<String> entered(Set<String> otherwise) {
        try {
            return entered.stream()
                    .flatMap(source -> source.hosts().stream())
                    .map(KnownHosts::plain)
                    .filter(host -> !host.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (DataAccessException | TransactionException e) {
            return otherwise;
        }
    }

    /** Without brackets, the zone of an address and a dot at the end, and in small letters. */
    private static String plain(String host) {
        String name =
                host.toLowerCase(Locale.ROOT).replaceFirst("^\\[(.*)]$", "$1").replaceFirst("%.*", "");
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
