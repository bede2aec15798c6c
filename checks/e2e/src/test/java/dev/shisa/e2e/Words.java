package dev.shisa.e2e;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.Choice;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.driver.ShippedCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands on the screen in one language: the messages and the words of the catalogue, as the repository has them. */
final class Words {

    static final Words JA = new Words(Locale.JAPANESE);
    static final Words EN = new Words(Locale.ENGLISH);

    private static final Pattern REGEX_SIGNS = Pattern.compile("[\\\\^$.*+?()\\[\\]{}|/]");

    private final Locale locale;
    private final Map<String, String> messages;
    private final Catalogue catalogue;

    private Words(Locale locale) {
        this.locale = locale;
        this.messages = messages(locale);
        this.catalogue = catalogue();
    }

    Locale locale() {
        return locale;
    }

    String language() {
        return locale.getLanguage();
    }

    @Override
    public String toString() {
        return language();
    }

    boolean isJapanese() {
        return language().equals("ja");
    }

    Words other() {
        return isJapanese() ? EN : JA;
    }

    /** A message. */
    String say(String key, Object... args) {
        String pattern = messages.get(key);
        if (pattern == null) {
            throw new IllegalArgumentException("no message " + key + " in " + language());
        }
        return new MessageFormat(pattern, locale).format(args);
    }

    /** One of two own words: what our people type. */
    String either(String ja, String en) {
        return isJapanese() ? ja : en;
    }

    Set<String> keys() {
        return new TreeSet<>(messages.keySet());
    }

    FactDefinition fact(String key) {
        return catalogue.fact(new FactKey(key)).orElseThrow(() -> new IllegalArgumentException("no fact " + key));
    }

    /** The title of a guide. */
    String guide(String framework) {
        return catalogue
                .framework(framework)
                .orElseThrow(() -> new IllegalArgumentException("no guide " + framework))
                .title()
                .in(locale);
    }

    List<FactDefinition> facts() {
        return catalogue.vocabulary().facts();
    }

    /** The question of a fact, about an item of the register or about none. */
    String question(String key, String item) {
        return fact(key).question().in(locale).replace("{item}", item);
    }

    /** The label of one answer; {@code true} and {@code false} of a flag are yes and no. */
    String choice(String key, String value) {
        Optional<Choice> choice = fact(key).choice(value);
        return choice.isPresent()
                ? choice.get().label().in(locale)
                : switch (value) {
                    case "true" -> say("fact.yes");
                    case "false" -> say("fact.no");
                    default -> throw new IllegalArgumentException(key + " has no answer " + value);
                };
    }

    /** Texts that begin like this, followed by nothing or by something set apart. */
    static Pattern startingWith(String text) {
        return Pattern.compile("^\\s*" + escaped(text) + "(?=\\s|$)");
    }

    static Pattern exactly(String text) {
        return Pattern.compile("^\\s*" + escaped(text) + "\\s*$");
    }

    /** As a browser's regular expressions escape it: they do not know {@code \Q}. */
    private static String escaped(String text) {
        return REGEX_SIGNS.matcher(text).replaceAll("\\\\$0").replaceAll("\\s+", "\\\\s+");
    }

    private static Map<String, String> messages(Locale locale) {
        Map<String, String> all = new TreeMap<>();
        Path folder = ShisaProcess.home().resolve("apps/server/src/main/resources/messages");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith("_" + locale.getLanguage() + ".properties"))
                    .toList()) {
                Properties properties = new Properties();
                try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                    properties.load(reader);
                }
                properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static Catalogue catalogue() {
        try {
            return ShippedCatalogue.all();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
