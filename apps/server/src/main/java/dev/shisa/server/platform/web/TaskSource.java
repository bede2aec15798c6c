package dev.shisa.server.platform.web;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.account.Person;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a capability puts into the inbox: things that only a person can settle, each with the act that settles it. */
public interface TaskSource {

    /** What the person may know of; what only others can do names the act that it needs. */
    List<Task> tasks(Person person, Locale locale);

    /** Of which days of a task its capability tells by notices of its own, so that nobody is reminded twice. */
    enum Reminded {
        /** Of none. */
        BY_NOTHING,
        /** That its day has come. */
        ON_ITS_DAY,
        /** Of all that there is to say. */
        BY_ITSELF
    }

    /** Which of that goes for this task. */
    default Reminded reminded(Task task) {
        return Reminded.BY_NOTHING;
    }

    /**
     * Whether a task's sentence may be told to a system outside that somebody connected. Only its capability knows whether it names what
     * not everybody may know, or words that people wrote; who says nothing says no.
     */
    default boolean mayLeave(Task task) {
        return false;
    }

    /** Whom a task waits for. */
    record Waits(@Nullable UUID person, String name) {

        static final Waits FOR_ANYBODY = new Waits(null, "");
    }

    /** Words of the act, a verb, and where it is done. */
    record Way(String button, String href) {}

    /**
     * One thing that waits.
     *
     * @param key what it is, the same in every language and for everybody: two sources that mean one thing give it one key, and what
     *     people decide about it is kept by it; made of ids, never of words
     * @param shape icon: a verdict's state ({@code not-met}), or {@code clock} for an urgent task that is no verdict
     * @param sentence names the thing; already in the reader's language
     * @param due the day on which it is late, or null
     * @param about product and criterion, or an empty string
     * @param series the product that it is about; null: none
     * @param needs the act without which nobody can do it; null: whoever is told of it can
     */
    record Task(
            String key,
            TaskKind kind,
            String shape,
            String sentence,
            @Nullable LocalDate due,
            Waits waits,
            String about,
            @Nullable UUID series,
            Way way,
            @Nullable Act needs) {

        /** More than any key needs, so that it can be kept. */
        public static final int KEY_CHARS_MAX = 300;

        public Task {
            if (key.isEmpty() || key.length() > KEY_CHARS_MAX) {
                throw new IllegalArgumentException("the key of a task has " + key.length() + " characters");
            }
        }

        /** What stands in a key for words, which may be long and are nobody's business where the key is kept. */
        public static String mark(String words) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest, 0, 8);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        public static Task of(TaskKind kind, String key, String shape, String sentence, Way way) {
            return new Task(key, kind, shape, sentence, null, Waits.FOR_ANYBODY, "", null, way, null);
        }

        public Task due(@Nullable LocalDate day) {
            return new Task(key, kind, shape, sentence, day, waits, about, series, way, needs);
        }

        public Task about(String words) {
            return new Task(key, kind, shape, sentence, due, waits, words, series, way, needs);
        }

        public Task of(@Nullable UUID product) {
            return new Task(key, kind, shape, sentence, due, waits, about, product, way, needs);
        }

        public Task waitsFor(@Nullable UUID person, String name) {
            return new Task(key, kind, shape, sentence, due, new Waits(person, name), about, series, way, needs);
        }

        public Task needs(Act act) {
            return new Task(key, kind, shape, sentence, due, waits, about, series, way, act);
        }

        public Task led(String button, String href) {
            return new Task(key, kind, shape, sentence, due, waits, about, series, new Way(button, href), needs);
        }

        /**
         * What two sources say of one thing: the words of the one that presses more, the sooner day, and whoever was named.
         *
         * @param other with the same key
         */
        public Task with(Task other) {
            if (other.kind.isBefore(kind)) {
                return other.with(this);
            }
            LocalDate soonest = due == null || (other.due != null && other.due.isBefore(due)) ? other.due : due;
            Waits whom = waits.equals(Waits.FOR_ANYBODY) ? other.waits : waits;
            // What somebody noted when giving it away stands there besides the thing itself.
            String more = other.about.length() > about.length() ? other.about : about;
            return new Task(
                    key,
                    kind,
                    shape,
                    sentence,
                    soonest,
                    whom,
                    more,
                    series == null ? other.series : series,
                    way,
                    needs);
        }

        /** The name of whom it waits for, or an empty string. */
        public String who() {
            return waits.name();
        }

        public String button() {
            return way.button();
        }

        public String href() {
            return way.href();
        }

        /** Whether it waits for exactly this person; a name alone was typed, and is compared as it is read. */
        public boolean isOf(Person person) {
            return waits.person() == null
                    ? !waits.name().isEmpty() && waits.name().equals(person.name())
                    : Objects.equals(waits.person(), person.id());
        }
    }
}
