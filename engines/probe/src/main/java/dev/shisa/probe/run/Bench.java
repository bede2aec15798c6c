package dev.shisa.probe.run;

import dev.shisa.probe.Declaration;
import dev.shisa.probe.Evidence;
import dev.shisa.probe.Exchange;
import dev.shisa.probe.Key;
import dev.shisa.probe.Limits;
import dev.shisa.probe.Note;
import dev.shisa.probe.Retest;
import dev.shisa.probe.Verdict;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What all checks of one run share: the declaration, limits, secrets, and what was observed so far. */
public final class Bench {

    private static final int EVIDENCE_PER_SENTENCE_MAX = 20;
    private static final int NOTES_MAX = 200;
    private static final int TOLD_MAX = 500;
    private static final int TOLD_CHARS_MAX = 20_000;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz";

    private final Declaration declared;
    private final Limits limits;
    private final Budget budget;
    private final RandomGenerator random;
    private final Consumer<String> progress;
    private final Secrets secrets = new Secrets();
    private final Pulse pulse = new Pulse();
    private final Map<Endpoint, Pace> paces = new ConcurrentHashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    /** What was told, and where. */
    private final Map<String, String> told = new ConcurrentHashMap<>();

    public Bench(
            Declaration declared,
            Limits limits,
            InstantSource clock,
            RandomGenerator random,
            Consumer<String> progress) {
        this(declared, limits, new Budget(limits, clock), random, progress);
    }

    Bench(Declaration declared, Limits limits, Budget budget, RandomGenerator random, Consumer<String> progress) {
        this.declared = declared;
        this.limits = limits;
        this.budget = budget;
        this.random = random;
        this.progress = progress;
        declared.credentials().forEach(known -> secrets.add(known.user(), known.password()));
    }

    public Declaration declared() {
        return declared;
    }

    public Limits limits() {
        return limits;
    }

    public Budget budget() {
        return budget;
    }

    public Pulse pulse() {
        return pulse;
    }

    /** What one port bears. */
    public Pace pace(Endpoint endpoint) {
        return paces.computeIfAbsent(endpoint, _ -> new Pace());
    }

    /** Whether any of these keys is asked for in this run. */
    public boolean wants(Key... keys) {
        return Arrays.stream(keys).anyMatch(limits.only()::contains);
    }

    public Secrets secrets() {
        return secrets;
    }

    public void progress(String step) {
        progress.accept(budget.elapsedMs() / 1000 + " s: " + step);
    }

    public void fail(Key key, Object where, String code, Exchange exchange, Object... args) {
        observe(key, Verdict.FAIL, where, code, exchange, args);
    }

    public void pass(Key key, Object where, String code, Exchange exchange, Object... args) {
        observe(key, Verdict.PASS, where, code, exchange, args);
    }

    public void observe(Key key, Verdict verdict, Object where, String code, Exchange exchange, Object... args) {
        List<String> texts = Arrays.stream(args)
                .map(arg -> secrets.mask(String.valueOf(arg)))
                .toList();
        String place = secrets.mask(where.toString());
        Evidence one = new Evidence(key, verdict, place, code, texts, exchange, Retest.of(verdict, place, code, texts));
        synchronized (evidence) {
            long alike = evidence.stream()
                    .filter(e -> e.key() == key && e.code().equals(code))
                    .count();
            if (alike < EVIDENCE_PER_SENTENCE_MAX && !evidence.contains(one)) {
                evidence.add(one);
            }
        }
    }

    /** Something for the person at the bench. Its args are not masked: a password that was set must be told. */
    public void note(String code, Object... args) {
        Note note = new Note(code, Arrays.stream(args).map(String::valueOf).toList());
        synchronized (notes) {
            if (notes.size() < NOTES_MAX && !notes.contains(note)) {
                notes.add(note);
            }
        }
    }

    public List<Evidence> evidence() {
        synchronized (evidence) {
            return List.copyOf(evidence);
        }
    }

    public List<Note> notes() {
        synchronized (notes) {
            return List.copyOf(notes);
        }
    }

    /** Text that the device gives to everybody who asks: greetings, titles, certificates, discovery. */
    public void told(String where, String text) {
        if (told.size() < TOLD_MAX && !text.isBlank()) {
            told.putIfAbsent(text.substring(0, Math.min(text.length(), TOLD_CHARS_MAX)), where);
        }
    }

    public Set<String> told() {
        return new HashSet<>(told.keySet());
    }

    /** The same texts, each with the place where it was told first. */
    public Map<String, String> toldWhere() {
        return new TreeMap<>(told);
    }

    /** A word that no device says by itself. */
    public String word(int length) {
        StringBuilder word = new StringBuilder();
        synchronized (random) {
            for (int i = 0; i < length; i++) {
                word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return word.toString();
    }

    /** A password with capital and small letters, digits and a sign that devices usually take. */
    public String password(int length) {
        StringBuilder password = new StringBuilder(word(length));
        synchronized (random) {
            for (int i = 0; i < length; i += 4) {
                password.setCharAt(i, Character.toUpperCase(password.charAt(i)));
                if (i + 1 < length) {
                    password.setCharAt(i + 1, (char) ('2' + random.nextInt(8)));
                }
            }
        }
        if (length >= 4) {
            password.setCharAt(length - 1, '-');
        }
        return password.toString();
    }

    public int number(int least, int beyond) {
        synchronized (random) {
            return random.nextInt(least, beyond);
        }
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        synchronized (random) {
            random.nextBytes(bytes);
        }
        return bytes;
    }
}
