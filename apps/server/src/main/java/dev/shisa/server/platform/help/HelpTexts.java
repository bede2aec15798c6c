package dev.shisa.server.platform.help;

import dev.shisa.server.platform.web.SearchWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * All help texts: {@code help/<capability>-<page>_{ja,en}.txt} anywhere on the class path. The README beside them has
 * the format. A file that breaks it stops the start, so that no reader meets a half text.
 */
@Component
public class HelpTexts {

    private static final int PATH_LENGTH_MAX = 500;

    private final Map<String, Map<String, HelpText>> byLanguage = new HashMap<>();
    private final Map<PathPattern, String> names =
            new TreeMap<>(PathPattern.SPECIFICITY_COMPARATOR.thenComparing(PathPattern::getPatternString));

    public HelpTexts() {
        byLanguage.put("ja", new TreeMap<>());
        byLanguage.put("en", new TreeMap<>());
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:help/*.txt")) {
                String fileName = String.valueOf(file.getFilename());
                String name = fileName.substring(0, fileName.lastIndexOf('_'));
                String language = fileName.substring(fileName.lastIndexOf('_') + 1, fileName.lastIndexOf('.'));
                Map<String, HelpText> texts = byLanguage.get(language);
                if (texts == null) {
                    throw new IllegalStateException("help in an unknown language: " + fileName);
                }
                HelpText text = HelpText.parse(name, file.getContentAsString(StandardCharsets.UTF_8));
                texts.put(name, text);
                for (String route : text.routes()) {
                    String other = names.put(PathPatternParser.defaultInstance.parse(route), name);
                    if (other != null && !other.equals(name)) {
                        throw new IllegalStateException(route + " has two help texts: " + other + " and " + name);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the help texts could not be read", e);
        }
    }

    /** The text of the page at a path. */
    public Optional<HelpText> ofPath(String path, String language) {
        if (path.length() > PATH_LENGTH_MAX) {
            return Optional.empty();
        }
        PathContainer parsed = PathContainer.parsePath(path);
        return names.entrySet().stream()
                .filter(entry -> entry.getKey().matches(parsed))
                .findFirst()
                .flatMap(entry -> Optional.ofNullable(texts(language).get(entry.getValue())));
    }

    public Optional<HelpText> named(String name, String language) {
        return Optional.ofNullable(texts(language).get(name));
    }

    /** Everything there is, by title. */
    public List<HelpText> all(String language) {
        List<HelpText> all = new ArrayList<>(texts(language).values());
        all.sort(java.util.Comparator.comparing(HelpText::title));
        return all;
    }

    /**
     * The texts that contain some words, those with the words in their title first.
     *
     * @param typed whatever its case and width; empty: all texts
     */
    public List<Found> search(String typed, String language) {
        SearchWords words = SearchWords.of(typed);
        if (words.isEmpty()) {
            return all(language).stream().map(text -> new Found(text, "")).toList();
        }
        List<Found> inTitle = new ArrayList<>();
        List<Found> inText = new ArrayList<>();
        for (HelpText text : words.among(all(language), HelpTexts::whole)) {
            if (words.isIn(text.title())) {
                inTitle.add(new Found(text, ""));
            } else {
                inText.add(new Found(text, line(text, words)));
            }
        }
        inTitle.addAll(inText);
        return inTitle;
    }

    private static String whole(HelpText text) {
        return text.title() + "\n"
                + text.blocks().stream()
                        .flatMap(block -> block.lines().stream())
                        .collect(Collectors.joining("\n"));
    }

    /** The first line with all that was typed, or with the first word that is in the text. */
    private static String line(HelpText text, SearchWords words) {
        List<String> lines =
                text.blocks().stream().flatMap(block -> block.lines().stream()).toList();
        return lines.stream()
                .filter(words::isIn)
                .findFirst()
                .or(() -> lines.stream()
                        .filter(line -> words.words().stream().anyMatch(SearchWords.fold(line)::contains))
                        .findFirst())
                .orElse("");
    }

    /**
     * A text that was found.
     *
     * @param line the first that contains the words; empty: the title does
     */
    public record Found(HelpText text, String line) {}

    /** The routes with a text in a language, for the test that no page lacks one. */
    public List<String> routes(String language) {
        return texts(language).values().stream()
                .flatMap(text -> text.routes().stream())
                .toList();
    }

    private Map<String, HelpText> texts(String language) {
        return byLanguage.getOrDefault(language, Map.of());
    }
}
