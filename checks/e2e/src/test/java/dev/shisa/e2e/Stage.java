package dev.shisa.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one browser of this module, and the installations of Shisa that it visits: one for each language, started when
 * it is first needed, whose first ten minutes are lived through once. Tests take it as a parameter; a test that is not
 * {@link OnStage} has a browser of its own.
 */
public final class Stage implements ParameterResolver, AfterTestExecutionCallback {

    private static final List<String> CHROMIUMS = List.of("chromium", "chromium-browser", "google-chrome");

    /** Whoever runs tests as root, as in a container, has no sandbox; otherwise Chromium keeps it. */
    private static final List<String> ARGUMENTS =
            List.of("--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private static final double WAIT_MS_MAX = 60_000;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Scene.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return scene(context);
    }

    private static Scene scene(ExtensionContext context) {
        // A browser is driven by the thread that started it.
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Stage.class, Thread.currentThread()))
                .computeIfAbsent(Scene.class, key -> new Scene(), Scene.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            scene(context).tellWhatHappened();
        }
    }

    /** What stands on the stage. */
    static final class Scene implements AutoCloseable {

        private final Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        private final Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setChromiumSandbox(!isRoot())
                        .setArgs(ARGUMENTS));
        private final Map<Words, ShisaProcess> running = new HashMap<>();
        private final Map<Words, FirstTenMinutes> told = new HashMap<>();
        private final Path folder = temporary();
        private final List<Visitor> visitors = new ArrayList<>();
        private final List<Browser> trusting = new ArrayList<>();

        /** The installation of a language. */
        ShisaProcess shisa(Words words) {
            return running.computeIfAbsent(
                    words, w -> ShisaProcess.up(folder.resolve("data-" + w.language()), w.locale()));
        }

        /** The same installation once more, after it was stopped. */
        ShisaProcess startsAgain(Words words) {
            running.remove(words);
            return shisa(words);
        }

        /** The installation of a language with what its maker did in the first ten minutes. */
        FirstTenMinutes after(Words words) {
            FirstTenMinutes known = told.get(words);
            if (known != null) {
                return known;
            }
            FirstTenMinutes story = new FirstTenMinutes(this, words);
            told.put(words, story);
            story.live();
            return story;
        }

        /** The owner of the Japanese installation, signed in once more, reading in a language. */
        Visitor ownerReading(Words words) {
            return ownerReading(words, new Browser.NewContextOptions());
        }

        Visitor ownerReading(Words words, Browser.NewContextOptions options) {
            FirstTenMinutes story = after(Words.JA);
            Visitor visitor = visitor(story.shisa(), words, options);
            visitor.speaks(words);
            new Maker(visitor).signsIn(story.owner().email(), story.owner().password());
            return visitor;
        }

        /** Somebody new at an installation. */
        Visitor visitor(ShisaProcess shisa, Words words) {
            return visitor(shisa, words, new Browser.NewContextOptions());
        }

        Visitor visitor(ShisaProcess shisa, Words words, Browser.NewContextOptions options) {
            var context = browser.newContext(options.setBaseURL(shisa.address().toString())
                    .setLocale(words.isJapanese() ? "ja-JP" : "en-GB")
                    .setTimezoneId("Asia/Tokyo")
                    .setIgnoreHTTPSErrors(true)
                    .setColorScheme(ColorScheme.LIGHT)
                    .setAcceptDownloads(true));
            context.setDefaultTimeout(WAIT_MS_MAX);
            context.setDefaultNavigationTimeout(WAIT_MS_MAX);
            Visitor visitor = new Visitor(context, words);
            visitors.add(visitor);
            return visitor;
        }

        /**
         * Somebody whose browser trusts the certificate of an installation, as one does that knows its authority: some things of the
         * Web are there only then. The browser is one of its own, and ends with the visitor's.
         */
        Visitor trusting(ShisaProcess shisa, Words words) {
            List<String> arguments = new ArrayList<>(ARGUMENTS);
            arguments.add("--ignore-certificate-errors-spki-list=" + shisa.publicKeyHash());
            Browser own = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium())
                            .setChromiumSandbox(!isRoot())
                            .setArgs(arguments));
            var context = own.newContext(new Browser.NewContextOptions()
                    .setBaseURL(shisa.address().toString())
                    .setLocale(words.isJapanese() ? "ja-JP" : "en-GB")
                    .setTimezoneId("Asia/Tokyo"));
            context.setDefaultTimeout(WAIT_MS_MAX);
            context.setDefaultNavigationTimeout(WAIT_MS_MAX);
            Visitor visitor = new Visitor(context, words);
            visitors.add(visitor);
            trusting.add(own);
            return visitor;
        }

        private void tellWhatHappened() {
            running.forEach((words, shisa) -> System.err.println("Shisa (" + words.language() + "): " + shisa.tail()));
            for (int i = 0; i < visitors.size(); i++) {
                Visitor visitor = visitors.get(i);
                if (!visitor.page().isClosed() && !visitor.path().startsWith("about:")) {
                    Path picture = ShisaProcess.home().resolve("checks/e2e/target/failed-" + i + ".png");
                    visitor.page()
                            .screenshot(new Page.ScreenshotOptions()
                                    .setPath(picture)
                                    .setFullPage(true));
                    System.err.println(
                            "A browser is at " + visitor.path() + ", " + visitor.complaints() + ", " + picture);
                }
            }
        }

        @Override
        public void close() {
            try {
                trusting.forEach(Browser::close);
                browser.close();
                playwright.close();
                running.values().forEach(ShisaProcess::close);
            } finally {
                delete(folder);
            }
        }

        private static Path temporary() {
            try {
                return Files.createTempDirectory("shisa-e2e");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path folder) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path chromium() {
        Optional<Path> found = CHROMIUMS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":", -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
        return found.orElseThrow(() -> new AssertionError("no Chromium on this machine: " + CHROMIUMS));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
