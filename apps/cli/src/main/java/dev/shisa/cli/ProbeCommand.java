package dev.shisa.cli;

import dev.shisa.probe.Declaration;
import dev.shisa.probe.DeclarationException;
import dev.shisa.probe.DeclarationReader;
import dev.shisa.probe.Evidence;
import dev.shisa.probe.Key;
import dev.shisa.probe.Limits;
import dev.shisa.probe.Probe;
import dev.shisa.probe.Report;
import dev.shisa.probe.ReportFile;
import dev.shisa.probe.Result;
import dev.shisa.probe.Sentences;
import dev.shisa.probe.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Security;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code probe}: measures one device on the bench against its declaration. Exit codes: 0 nothing failed, 1 something
 * failed, 2 wrong usage, 3 nothing failed but something could not be told, 4 the device or the file cannot be reached,
 * 5 refused: not said to be one's own, or not an address of the declaration.
 */
@Command(name = "probe")
final class ProbeCommand implements Callable<Integer> {

    private static final int CANNOT_TELL = 3;
    private static final int CANNOT_REACH = 4;
    private static final int REFUSED = 5;
    private static final int SECONDS_MAX = 3600;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ADDRESS")
    private String address = "";

    @Option(names = "--declaration", required = true, paramLabel = "FILE")
    private Path declaration = Path.of("");

    @Option(names = "--device", paramLabel = "ID")
    private String device = "";

    @Option(names = "--image", paramLabel = "FILE")
    private @Nullable Path image;

    @Option(names = "--package", paramLabel = "CODE")
    private String item = "";

    @Option(names = "--i-own-this")
    private boolean own;

    @Option(names = "--public-address")
    private boolean publicAddress;

    @Option(names = "--profile", paramLabel = "full|safe")
    private Profile profile = Profile.full;

    @Option(names = "--seconds", paramLabel = "N")
    private int seconds = Limits.DEFAULT.seconds();

    @Option(names = "--only", paramLabel = "KEY", split = ",")
    private List<Key> only = List.of();

    @Option(names = "--json")
    private boolean asJson;

    /** As typed. */
    @SuppressWarnings("checkstyle:ConstantName")
    enum Profile {
        full,
        safe
    }

    @Override
    public Integer call() {
        if (!own) {
            throw new Refusal(REFUSED, "probe.own");
        }
        if (seconds < 10 || seconds > SECONDS_MAX) {
            throw new Refusal(Cli.WRONG_USAGE, "probe.seconds", SECONDS_MAX);
        }
        Declaration declared = withImage(chosen());
        requireNear(declared);
        // Devices speak what Java forbids by default; this process talks to nobody else.
        Security.setProperty("jdk.tls.disabledAlgorithms", "");
        Security.setProperty("jdk.certpath.disabledAlgorithms", "");
        Cli.say(Words.t(profile == Profile.safe ? "probe.begins-safe" : "probe.begins", declared.device()));
        Limits limits = Limits.DEFAULT
                .withSeconds(seconds)
                .withChanges(profile == Profile.full)
                .only(keys());
        Report report =
                Probe.run(declared, limits, InstantSource.system(), new SecureRandom(), step -> Cli.say("· " + step));
        Sentences sentences = Sentences.in(Locale.getDefault());
        System.out.println(
                asJson
                        ? ReportFile.of(declared, limits, report).text(sentences, one -> retest(declared, one))
                        : text(declared, report, sentences));
        report.notes().forEach(note -> Cli.say("! " + sentences.say(note)));
        return exitCode(report);
    }

    private Set<Key> keys() {
        return only.isEmpty() ? EnumSet.allOf(Key.class) : EnumSet.copyOf(only);
    }

    /** One line that shows a finding again: with the usual tools, or by this command for the one key. */
    private String retest(Declaration declared, Evidence one) {
        if (one.verdict() != Verdict.FAIL) {
            return "";
        }
        return one.retest().isEmpty()
                ? "./shisa probe " + declared.address().getHostAddress() + " --declaration "
                        + quoted(declaration.toString()) + " --device " + quoted(declared.device())
                        + " --i-own-this --only " + one.key()
                        + (image == null ? "" : " --image " + quoted(image.toString()))
                : one.retest();
    }

    /** An image that the device takes, beside which its refusals of others mean something. */
    private Declaration withImage(Declaration declared) {
        if (image == null && item.isEmpty()) {
            return declared;
        }
        String named =
                item.isEmpty() ? declared.update().map(Declaration.Update::item).orElse("") : item;
        if (image == null) {
            return declared.with(new Declaration.Update(named, new byte[0]));
        }
        try {
            if (!Files.isRegularFile(image)) {
                throw new Refusal(CANNOT_REACH, "no-file", image);
            }
            if (Files.size(image) > Declaration.Update.IMAGE_BYTES_MAX) {
                throw new Refusal(Cli.WRONG_USAGE, "probe.image", image, Declaration.Update.IMAGE_BYTES_MAX >> 20);
            }
            return declared.with(new Declaration.Update(named, Files.readAllBytes(image)));
        } catch (IOException e) {
            throw new Refusal(CANNOT_REACH, "unreadable", image, String.valueOf(e.getMessage()));
        }
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:@%+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private Declaration chosen() {
        List<Declaration> devices;
        try {
            if (!Files.isRegularFile(declaration)) {
                throw new Refusal(CANNOT_REACH, "no-file", declaration);
            }
            if (Files.size(declaration) > DeclarationReader.BYTES_MAX) {
                throw new Refusal(Cli.WRONG_USAGE, "probe.large", declaration);
            }
            devices = DeclarationReader.read(Files.readAllBytes(declaration));
        } catch (IOException e) {
            throw new Refusal(CANNOT_REACH, "unreadable", declaration, String.valueOf(e.getMessage()));
        } catch (DeclarationException e) {
            throw new Refusal(Cli.WRONG_USAGE, "probe.declaration", declaration, String.join("\n  ", e.problems()));
        }
        List<Declaration> fitting = devices.stream()
                .filter(d -> device.isEmpty() || d.device().equals(device))
                .filter(d -> address.isEmpty() || isOf(d))
                .toList();
        if (fitting.isEmpty()) {
            throw new Refusal(
                    device.isEmpty() || !address.isEmpty() ? REFUSED : Cli.WRONG_USAGE,
                    address.isEmpty() ? "probe.no-device" : "probe.foreign",
                    address.isEmpty() ? device : address);
        }
        if (fitting.size() > 1) {
            throw new Refusal(
                    Cli.WRONG_USAGE,
                    "probe.which",
                    String.join(", ", fitting.stream().map(Declaration::device).toList()));
        }
        return fitting.getFirst();
    }

    private boolean isOf(Declaration declared) {
        try {
            InetAddress wanted = InetAddress.ofLiteral(address);
            return wanted.equals(declared.address())
                    || declared.address6().filter(wanted::equals).isPresent();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Cli.WRONG_USAGE, "probe.address", address);
        }
    }

    /** An address of the Internet is rarely a device on the bench. */
    private void requireNear(Declaration declared) {
        List<InetAddress> addresses = new ArrayList<>(List.of(declared.address()));
        declared.address6().ifPresent(addresses::add);
        for (InetAddress one : addresses) {
            boolean unique = one.getAddress().length == 16 && (one.getAddress()[0] & 0xfe) == 0xfc;
            boolean near = one.isSiteLocalAddress() || one.isLinkLocalAddress() || one.isLoopbackAddress() || unique;
            if (one.isMulticastAddress() || one.isAnyLocalAddress()) {
                throw new Refusal(REFUSED, "probe.nobody", one.getHostAddress());
            }
            if (!near && !publicAddress) {
                throw new Refusal(REFUSED, "probe.public", one.getHostAddress());
            }
        }
    }

    /** A version that the device names; nothing offline knows what is wrong with it. */
    private static boolean isTold(Evidence one) {
        return one.code().equals("version-told") && one.args().size() > 2;
    }

    private static int exitCode(Report report) {
        List<Verdict> verdicts =
                report.results().values().stream().map(Result::verdict).toList();
        if (report.notes().stream().anyMatch(note -> note.code().equals("note-unreachable"))) {
            return CANNOT_REACH;
        }
        if (verdicts.contains(Verdict.FAIL)) {
            return Cli.PROBLEM;
        }
        return verdicts.contains(Verdict.UNKNOWN) ? CANNOT_TELL : 0;
    }

    private String text(Declaration declared, Report report, Sentences sentences) {
        StringBuilder text = new StringBuilder();
        report.results().forEach((key, result) -> {
            text.append(String.format("%-9s %-8s %s%n", key, result.verdict(), Words.t("probe.key." + key)));
            for (Evidence one : result.evidence()) {
                text.append("    ")
                        .append(one.verdict())
                        .append("  ")
                        .append(one.where())
                        .append("  ")
                        .append(sentences.say(one))
                        .append('\n');
                if (isTold(one)) {
                    text.append("          ").append(one.args().get(2)).append('\n');
                }
                String line = retest(declared, one);
                if (!line.isEmpty()) {
                    text.append("          ")
                            .append(Words.t("probe.retest", line))
                            .append('\n');
                }
            }
        });
        long told = report.results().values().stream()
                .flatMap(result -> result.evidence().stream())
                .filter(ProbeCommand::isTold)
                .count();
        if (told > 0) {
            text.append(Words.t("probe.told", told)).append('\n');
        }
        return text.append(Words.t("probe.took", report.tookMs() / 1000, report.requests()))
                .toString();
    }
}
