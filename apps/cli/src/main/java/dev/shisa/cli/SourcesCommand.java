package dev.shisa.cli;

import dev.shisa.vulnerability.feed.RecommendedSources;
import dev.shisa.vulnerability.feed.RecommendedSources.Source;
import dev.shisa.vulnerability.feed.RecommendedSources.Use;
import dev.shisa.vulnerability.feed.SourceBundle;
import dev.shisa.vulnerability.feed.SourceBundle.Item;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sources list|bundle}: on a computer with the Internet, one file of the recommended sources of vulnerabilities for an
 * installation that has none. No server is asked.
 */
@Command(
        name = "sources",
        subcommands = {SourcesCommand.Listed.class, SourcesCommand.Bundle.class})
final class SourcesCommand {

    private static LocalDate today() {
        return LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    }

    /** Which sources. */
    static final class Chosen {

        @Option(names = "--only", split = ",", paramLabel = "ID")
        private List<String> only = List.of();

        @Option(names = "--list", paramLabel = "FILE")
        private @Nullable Path list;

        @Option(names = "--proxy", paramLabel = "HOST:PORT")
        private String proxy = "";

        int year() {
            return today().getYear();
        }

        SourceFetch fetch() {
            return new SourceFetch(proxy);
        }

        /** Those that were named; if none was, those that suit whatever a device contains. */
        List<Source> sources(boolean each) {
            List<Source> chosen = chosen(each);
            for (Source source : chosen) {
                for (String address : source.set()) {
                    if (RecommendedSources.isToCome(address, year())) {
                        throw new Refusal(Cli.WRONG_USAGE, "sources.year", address);
                    }
                }
            }
            return chosen;
        }

        private List<Source> chosen(boolean each) {
            RecommendedSources all = table();
            if (only.isEmpty()) {
                return all.all(Use.BUNDLE, year(), Map.of()).stream()
                        .filter(source -> each
                                || Set.of(RecommendedSources.ALWAYS, RecommendedSources.NAMES)
                                        .contains(source.suits()))
                        .toList();
            }
            List<Source> chosen = all.chosen(Use.BUNDLE, year(), only);
            for (String id : only) {
                if (chosen.stream().noneMatch(source -> source.id().equals(id))) {
                    throw new Refusal(Cli.WRONG_USAGE, "sources.unknown", id);
                }
            }
            return chosen;
        }

        private RecommendedSources table() {
            Path own = list;
            if (own == null) {
                return RecommendedSources.usual();
            }
            try {
                return RecommendedSources.of(Files.readString(own));
            } catch (IOException e) {
                throw new Refusal(Cli.WRONG_USAGE, "unreadable", own, String.valueOf(e.getMessage()));
            } catch (IllegalArgumentException e) {
                throw new Refusal(Cli.WRONG_USAGE, "sources.table", own, String.valueOf(e.getMessage()));
            }
        }
    }

    /** What there is, each with its addresses; with {@code --measure} the sizes are asked for. */
    @Command(name = "list")
    static final class Listed implements Callable<Integer> {

        @Mixin
        private Chosen chosen = new Chosen();

        @Option(names = "--measure")
        private boolean measure;

        @Override
        public Integer call() throws InterruptedException {
            for (Source source : chosen.sources(true)) {
                long size = measure ? measured(source) : source.sizeBytes();
                System.out.println(Words.t(
                        "sources.one",
                        source.id(),
                        source.everyHours(),
                        size < 0
                                ? Words.t("sources.size-unknown")
                                : Words.t(
                                        measure || source.measuredOn() != null
                                                ? "sources.size"
                                                : "sources.size-estimate",
                                        Long.toString(size))));
                source.addresses().forEach(address -> System.out.println("  " + address));
            }
            return 0;
        }

        /** What the servers say of all addresses; -1 if one of them does not say. */
        private long measured(Source source) throws InterruptedException {
            SourceFetch fetch = chosen.fetch();
            long size = 0;
            for (String address : source.addresses()) {
                long one = fetch.size(address);
                if (one < 0) {
                    return -1;
                }
                size += one;
            }
            return size;
        }
    }

    /**
     * One file of all of them. A source of which something did not come is left out whole, and the bundle says so: half of it would look
     * like all.
     */
    @Command(name = "bundle")
    static final class Bundle implements Callable<Integer> {

        /** What the page takes; a larger one goes by {@code import feed}. */
        private static final long PAGE_BYTES_MAX = 200_000_000;

        @Mixin
        private Chosen chosen = new Chosen();

        @Option(names = "--to", required = true, paramLabel = "FILE")
        private Path to = Path.of("");

        private final Map<Item, Path> came = new LinkedHashMap<>();
        private long bytes;

        /** Numbers the files, also of what does not come, so that no two have one name. */
        private int asked;

        @Override
        public Integer call() throws InterruptedException {
            List<Source> sources = chosen.sources(false);
            Path parts = to.resolveSibling(to.getFileName() + ".parts");
            Path part = to.resolveSibling(to.getFileName() + ".part");
            List<String> failed = new ArrayList<>();
            try {
                // An earlier one may have been broken off.
                remove(parts);
                Files.createDirectories(parts);
                for (Source source : sources) {
                    if (!bring(source, parts)) {
                        failed.add(source.id());
                    }
                }
                if (came.isEmpty()) {
                    throw new Refusal(Cli.PROBLEM, "sources.nothing");
                }
                try (OutputStream out = Files.newOutputStream(part)) {
                    SourceBundle.write(
                            out, List.copyOf(came.keySet()), failed, item -> Files.newInputStream(came.get(item)));
                }
                Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
                System.out.println(
                        Words.t("sources.written", to, came.size(), Long.toString(Files.size(to)), digest(to)));
                if (Files.size(to) > PAGE_BYTES_MAX) {
                    Cli.say(Words.t("sources.large", to));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(Words.t("unwritable", to, String.valueOf(e.getMessage())), e);
            } finally {
                remove(parts);
                remove(part);
            }
            failed.forEach(id -> Cli.say("✗ " + Words.t("sources.left-out", id)));
            return failed.isEmpty() ? 0 : Cli.PROBLEM;
        }

        private boolean bring(Source source, Path parts) throws IOException, InterruptedException {
            SourceFetch fetch = chosen.fetch();
            Map<Item, Path> own = new LinkedHashMap<>();
            for (String address : source.addresses()) {
                Path file = parts.resolve(name(address, ++asked));
                SourceFetch.Outcome outcome = fetch.bring(address, source.kind(), file, SourceBundle.BYTES_MAX - bytes);
                if (outcome instanceof SourceFetch.Outcome.Failed(String why, int status)) {
                    // The file of a new year is not there from its first day on.
                    boolean notYet = status == 404 && !own.isEmpty() && isYoung(source, address, today());
                    Cli.say((notYet ? "- " : "✗ ") + source.id() + "  " + address + "  " + why);
                    if (notYet) {
                        continue;
                    }
                    return false;
                }
                long size = Files.size(file);
                bytes += size;
                Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
                own.put(
                        new Item(String.valueOf(file.getFileName()), source.id(), address, now, size, digest(file)),
                        file);
                Cli.say("✓ " + source.id() + "  " + address + "  " + Words.t("sources.size", Long.toString(size)));
            }
            came.putAll(own);
            return true;
        }

        /** Whether an address is of a year that has just begun. */
        static boolean isYoung(Source source, String address, LocalDate today) {
            int due = RecommendedSources.yearDue(today);
            return source.set().stream()
                    .flatMap(set -> RecommendedSources.years(set, due))
                    .noneMatch(address::equals);
        }

        /** What the address calls the file, after its number. */
        private static String name(String address, int number) {
            String last =
                    address.replaceFirst("[?#].*", "").replaceFirst(".*/", "").toLowerCase(Locale.ROOT);
            String plain = last.replaceAll("[^a-z0-9._-]", "-");
            return "%03d-%s".formatted(number, plain.substring(0, Math.min(plain.length(), 60)));
        }

        private static String digest(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
                byte[] buffer = new byte[64 * 1024];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    sha256.update(buffer, 0, count);
                }
                return HexFormat.of().formatHex(sha256.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("SHA-256 is part of every JDK", e);
            }
        }

        /** Removes a file, or a folder with its files. */
        private static void remove(Path path) {
            try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.empty()) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
                Files.deleteIfExists(path);
            } catch (IOException e) {
                Cli.say(path + ": " + e.getMessage());
            }
        }
    }
}
