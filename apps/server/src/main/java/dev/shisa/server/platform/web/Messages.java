package dev.shisa.server.platform.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Map<String, MessageFormat> formats = new ConcurrentHashMap<>();

    /** Texts asked for without arguments, which are most of a page. */
    private final Map<String, String> fixed = new ConcurrentHashMap<>();

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
        if (args.length == 0) {
            String text = fixed.get(language + ":" + key);
            if (text != null) {
                return text;
            }
        }
        String known = texts.getOrDefault(language, Map.of()).get(key);
        if (known == null) {
            return standIn(language, key, args);
        }
        MessageFormat format = formats.computeIfAbsent(language + ":" + key, k -> new MessageFormat(known, locale));
        // MessageFormat is not safe for use by several threads.
        String text = ((MessageFormat) format.clone()).format(args);
        if (args.length == 0) {
            fixed.put(language + ":" + key, text);
        }
        return text;
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
}
