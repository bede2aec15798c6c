package dev.shisa.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a page of the repository leads to is there: files, headings, and the documents that comments of the code name. */
class LinksTest {

    private static final Path HOME = Path.of("..", "..").toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern NAMED = Pattern.compile("\\b((?:docs/[\\w/-]+|ARCHITECTURE|README|SECURITY)\\.md)\\b");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> nowhere = new ArrayList<>();
        List<Path> pages = files(".md");
        assertThat(pages).hasSizeGreaterThan(60);
        for (Path page : pages) {
            Matcher link = LINK.matcher(
                    BLOCK.matcher(Files.readString(page)).replaceAll("").replaceAll("`[^`\n]*`", ""));
            while (link.find()) {
                String to = link.group(1);
                if (!to.matches("[a-z]+:.*") && !isThere(page, to)) {
                    nowhere.add(HOME.relativize(page) + " leads to " + to);
                }
            }
        }
        assertThat(nowhere).isEmpty();
    }

    /** Comments and scripts send readers to pages, too. */
    @Test
    void everyPageThatTheCodeNamesIsThere() throws IOException {
        List<String> nowhere = new ArrayList<>();
        for (String end : List.of(".java", ".yaml", ".sql", ".sh", ".service")) {
            for (Path file : files(end)) {
                if (file.endsWith("LinksTest.java")) {
                    continue;
                }
                Matcher named = NAMED.matcher(Files.readString(file));
                while (named.find()) {
                    if (!Files.exists(HOME.resolve(named.group(1)))) {
                        nowhere.add(HOME.relativize(file) + " names " + named.group(1));
                    }
                }
            }
        }
        assertThat(nowhere).isEmpty();
    }

    private static boolean isThere(Path page, String to) throws IOException {
        String file = to.replaceFirst("#.*", "");
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!target.startsWith(HOME) || !Files.exists(target)) {
            return false;
        }
        return !to.contains("#") || headings(target).contains(to.substring(to.indexOf('#') + 1));
    }

    /** As GitHub names them: small letters, signs left out, blanks as hyphens, what comes again with a number. */
    private static Set<String> headings(Path page) throws IOException {
        Set<String> anchors = new TreeSet<>();
        Map<String, Integer> times = new HashMap<>();
        for (String line :
                BLOCK.matcher(Files.readString(page)).replaceAll("").lines().toList()) {
            if (line.matches("#{1,6} .*")) {
                String anchor = line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\p{M} _-]", "")
                        .replace(' ', '-');
                int before = times.getOrDefault(anchor, 0);
                times.put(anchor, before + 1);
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    private static List<Path> files(String end) throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .filter(file -> !file.toString().matches(".*/(target|\\.git)/.*"))
                    .toList();
        }
    }
}
