package dev.shisa.server.bench;

import dev.shisa.server.platform.jobs.WorkStage;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Parts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the pages of the device on the bench show: finished words. */
public final class BenchView {

    private BenchView() {}

    /** The device: one line each of what it is and what is declared. */
    public record Device(
            String address,
            boolean isPublic,
            String consent,
            List<String> ports,
            List<String> elsewhere,
            List<String> incomplete,
            int logIns,
            List<String> gaps) {

        public Device {
            ports = List.copyOf(ports);
            elsewhere = List.copyOf(elsewhere);
            incomplete = List.copyOf(incomplete);
            gaps = List.copyOf(gaps);
        }
    }

    /** The form of the device as typed. */
    public record Form(
            String address,
            String address6,
            boolean without6,
            boolean sides,
            String selfSigned,
            String tries,
            String lock,
            String length,
            List<LogInRow> logIns,
            List<Guard> guards,
            boolean keep,
            int version) {

        public Form {
            logIns = List.copyOf(logIns);
            guards = List.copyOf(guards);
        }
    }

    /** One log-in in the form. */
    public record LogInRow(int number, String service, String user, String kind) {}

    /** One service of the register and the log-in that guards it. */
    public record Guard(String service, String name, String login) {}

    /** What was entered to begin a run. */
    public record Wish(String profile, String seconds, String requests, boolean consent, boolean meant, String item) {}

    /** What was entered to take a file in. */
    public record Handed(String by, String model, List<Parts.Choice> models, Mistakes mistakes) {

        public Handed {
            models = List.copyOf(models);
        }
    }

    /** A run that is under way; its stage counts seconds of those that it may take at most. */
    public record Work(String id, WorkStage stage, String words) {

        /** Seen just now: what is left of the most that it may take is no time that it will take. */
        static Work of(Runs.Progress run, String words, Instant now) {
            long spent = Math.clamp(Duration.between(run.since(), now).toSeconds(), 0, run.seconds());
            return new Work(run.run().toString(), new WorkStage("run", 1, 1, spent, run.seconds(), now, 0), words);
        }
    }

    /** One run in the history. */
    public record RunRow(String id, String when, String state, String word, String about, String by) {}

    /**
     * A run with all that it found.
     *
     * @param takenBy who took it in from a file; empty: this server ran it
     * @param origin that file, and by whom and when; empty as well
     */
    public record Run(
            String id,
            String state,
            String release,
            String address,
            String profile,
            String when,
            String took,
            String by,
            String problem,
            String takenBy,
            String origin,
            List<String> evidence,
            List<String> notes,
            List<Fact> facts,
            List<KeyRow> keys,
            Told told,
            String command) {

        public Run {
            evidence = List.copyOf(evidence);
            notes = List.copyOf(notes);
            facts = List.copyOf(facts);
            keys = List.copyOf(keys);
        }

        /** The keys for which something has to be fixed. */
        public List<KeyRow> wrong() {
            return keys.stream().filter(KeyRow::isWrong).toList();
        }
    }

    /**
     * The versions that the device named of itself.
     *
     * @param counts how many there are, how many with known vulnerabilities, how many that the bill of materials
     *     contradicts
     * @param sources each source that is used with its age; empty: none was taken in
     */
    public record Told(String counts, List<ToldRow> rows, List<ToldSource> sources) {

        public Told {
            rows = List.copyOf(rows);
            sources = List.copyOf(sources);
        }
    }

    /**
     * One version that the device named.
     *
     * @param text what it said
     * @param says what the sources say, in sentences
     * @param gravest the pages of some vulnerabilities, the gravest first
     * @param more how many more there are
     * @param contradicted whether the bill of materials has another version
     */
    public record ToldRow(
            String name,
            String where,
            String text,
            String state,
            String word,
            List<String> says,
            List<ToldLink> gravest,
            int more,
            String listed,
            boolean contradicted) {

        public ToldRow {
            says = List.copyOf(says);
            gravest = List.copyOf(gravest);
        }
    }

    /** A vulnerability with its page. */
    public record ToldLink(String id, String href) {}

    /** A source with its age. */
    public record ToldSource(String text, boolean old) {}

    /** A fact that was measured, and what people had said; empty where they said the same or nothing. */
    public record Fact(String question, String href, String measured, List<String> said) {

        public Fact {
            said = List.copyOf(said);
        }
    }

    /**
     * One of the twelve keys.
     *
     * @param said the observation that tells most, in short
     * @param change since the run before
     */
    public record KeyRow(
            String id,
            String name,
            String about,
            String state,
            String word,
            String said,
            String change,
            String fix,
            List<Seen> seen,
            int more,
            List<Criterion> criteria) {

        public KeyRow {
            seen = List.copyOf(seen);
            criteria = List.copyOf(criteria);
        }

        public boolean isWrong() {
            return state.equals("not-met");
        }

        /** What was found, which criteria it concerns, and what was found before. */
        public String inShort() {
            return Stream.concat(
                            Stream.concat(Stream.of(said), criteria.stream().map(Criterion::number)), Stream.of(change))
                    .filter(words -> !words.isEmpty())
                    .collect(Collectors.joining(" ・ "));
        }
    }

    /** One observation with what was sent and what came back. */
    public record Seen(
            String id,
            String state,
            String word,
            String where,
            String sentence,
            String sent,
            String received,
            String retest) {}

    /** A criterion that the key bears on; {@code warning} says that its verdict does not know of the finding. */
    public record Criterion(
            String number,
            String title,
            String href,
            @Nullable String state,
            boolean warning) {}
}
