package dev.shisa.server.platform.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * Words on screen: {@code messages/<capability>_{ja,en}.properties}, UTF-8. Every text is a {@link MessageFormat}
 * pattern, with or without arguments, so an apostrophe is always written twice.
 */
@Component
public class Messages {

    private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

    /** So many missing keys are told apart; keys may end in what somebody stored. */
    private static final int MISSING_MAX = 1_000;

    private final Map<String, Map<String, String>> texts = new HashMap<>();
    private final Map<String, Sentence> japanese = new ConcurrentHashMap<>();
    private final Map<String, Sentence> english = new ConcurrentHashMap<>();
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    public Messages() {
        texts.put("ja", new HashMap<>());
        texts.put("en", new HashMap<>());
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties")) {
                String name = String.valueOf(file.getFilename());
                String language = name.substring(name.lastIndexOf('_') + 1, name.lastIndexOf('.'));
                Properties properties = new Properties();
                try (InputStreamReader in = new InputStreamReader(file.getInputStream(), StandardCharsets.UTF_8)) {
                    properties.load(in);
                }
                Map<String, String> known = texts.get(language);
                if (known == null) {
                    throw new IllegalStateException("messages in an unknown language: " + name);
                }
                properties.forEach((key, text) -> {
                    if (known.put((String) key, (String) text) != null) {
                        throw new IllegalStateException("message " + key + " is defined twice, last in " + name);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the messages could not be read", e);
        }
    }

    /**
     * The text of a key. A key that is missing is a bug, but never a reason to show no page at all: the text of the other language
     * stands in, or the last piece of the key, which for a value is its name; the log says it once, and no test passes.
     */
    public String get(Locale locale, String key, Object... args) {
        String language = locale.getLanguage().equals("en") ? "en" : "ja";
        Map<String, Sentence> sentences = language.equals("en") ? english : japanese;
        Sentence sentence = sentences.get(key);
        if (sentence == null) {
            String known = texts.getOrDefault(language, Map.of()).get(key);
            if (known == null) {
                return standIn(language, key, args);
            }
            sentence = Sentence.of(new MessageFormat(known, locale));
            sentences.put(key, sentence);
        }
        return sentence.with(args);
    }

    /**
     * A pattern, read once.
     *
     * @param pieces what stands before, between and behind its arguments; null: it asks for more than to put words in
     * @param places which argument stands between two pieces
     * @param arguments how many it needs
     */
    private record Sentence(MessageFormat format, String @Nullable [] pieces, int[] places, int arguments) {

        /** Where an argument comes, for once; no text has such characters. */
        private static final Pattern PLACE = Pattern.compile("\uE000(\\d+)\uE000");

        static Sentence of(MessageFormat format) {
            int arguments = format.getFormatsByArgumentIndex().length;
            if (Arrays.stream(format.getFormats()).anyMatch(Objects::nonNull)) {
                return new Sentence(format, null, new int[0], arguments);
            }
            String marked = format.format(IntStream.range(0, arguments)
                    .mapToObj(i -> "\uE000" + i + "\uE000")
                    .toArray());
            return new Sentence(
                    format,
                    PLACE.split(marked, -1),
                    PLACE.matcher(marked)
                            .results()
                            .mapToInt(place -> Integer.parseInt(place.group(1)))
                            .toArray(),
                    arguments);
        }

        /** Numbers and days are written as the format writes them; most arguments are words. */
        String with(Object[] args) {
            String[] between = pieces;
            if (between != null && between.length == 1) {
                return between[0];
            }
            if (between == null
                    || args.length < arguments
                    || Arrays.stream(args).anyMatch(Sentence::isFormatted)) {
                // MessageFormat is not safe for use by several threads.
                return ((MessageFormat) format.clone()).format(args);
            }
            StringBuilder text = new StringBuilder(between[0]);
            for (int i = 0; i < places.length; i++) {
                text.append(args[places[i]]).append(between[i + 1]);
            }
            return text.toString();
        }

        private static boolean isFormatted(Object argument) {
            return argument instanceof Number || argument instanceof Date;
        }
    }

    private String standIn(String language, String key, Object... args) {
        if (missing.size() < MISSING_MAX && missing.add(language + ":" + key)) {
            LOG.error("no message {} in {}: shown without words of its own", key, language);
        }
        String other = texts.getOrDefault(language.equals("en") ? "ja" : "en", Map.of())
                .get(key);
        return other == null
                ? key.substring(key.lastIndexOf('.') + 1).replaceAll("[_-]", " ")
                : new MessageFormat(other, Locale.of(language)).format(args);
    }

    /** The keys that were asked for and are not there, each behind its language and a colon; empty unless something is wrong. */
    public Set<String> missing() {
        return Set.copyOf(missing);
    }

    /** Whether a key exists in the language. */
    public boolean has(Locale locale, String key) {
        return texts.getOrDefault(locale.getLanguage().equals("en") ? "en" : "ja", Map.of())
                .containsKey(key);
    }

    /** All keys of a language with their patterns, for tests and the help index. */
    public Map<String, String> all(String language) {
        return Collections.unmodifiableMap(texts.getOrDefault(language, Map.of()));
    }

    /** Words as a heading or a label begins with them. */
    public static String begun(String words, Locale locale) {
        return words.substring(0, 1).toUpperCase(locale) + words.substring(1);
    }
}
