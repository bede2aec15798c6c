package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A policy is drafted from the answers, filled, reviewed by a second person, approved and put into force by an executive, and its
 * files are opened by other people's tools; the basic policy is read by everybody; a guide goes to a business outside; a specification that is there already is read.
 */
@Tag("browser")
@Order(7)
@OnStage
@Tag("office")
class DocumentsTest {

    private static final String PASSWORD = "aoi-fune-12-yoru";
    private static final long MINUTES_MAX = 3;
    private static final String POLICY = "/organisation/policy";

    /** The executives' policy is there, known inside and shown outside. */
    private static final String KNOWN = "/organisation/guides/psirt-guide/PSIRT-X1";

    /** The company is prepared for emergencies: a plan, and who speaks. */
    private static final String PREPARED = "/organisation/guides/psirt-guide/PSIRT-X7";

    @TempDir
    Path folder;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void fromTheDraftToTheFilesThatOthersOpen(Words words, Stage.Scene scene) throws Exception {
        FirstTenMinutes story = scene.after(words);
        Visitor writer = story.owner().browser();
        Visitor reviewer = story.reviewer().browser();
        String invitation = new Maker(writer)
                .invites(
                        words.either("高橋 真理", "Mari Takahashi"),
                        "m.takahashi@example.com",
                        List.of("executive", "quality"));
        Visitor executive = scene.visitor(story.shisa(), words);
        new Maker(executive).acceptsTheInvitation(invitation, PASSWORD);

        String policy = inForce("disclosure-policy", "", words, writer, reviewer, executive);
        assertThat(writer.sees(words.say("document.evidence"))).isTrue();
        filesOpenElsewhere(writer, words);

        everybodyReadsTheBasicPolicy(words, writer, reviewer, executive);

        assertThat(verdict(writer, PREPARED)).isNotEqualTo(words.say("web.verdict.met"));
        inForce("emergency-plan", "", words, writer, reviewer, executive);
        assertThat(verdict(writer, PREPARED)).isEqualTo(words.say("web.verdict.met"));

        String guide = inForce("partner-guide", Camera.SERIES, words, writer, reviewer, executive);
        writer.opens(guide + "/handings")
                .types(words.say("document.handing.business"), words.either("浜保守サービス", "Hama Service"))
                .chooses(words.say("document.handing.work"), words.say("document.work.maintenance"))
                .presses(words.say("document.hand.do"));
        String link = writer.page()
                .locator("#link")
                .innerText()
                .strip()
                .replaceFirst("(?s).*(/handed/[A-Za-z0-9_-]{20,}).*", "$1");
        Visitor outside = scene.visitor(story.shisa(), words);
        outside.opens(link)
                .types(words.say("document.handed.name"), words.either("保 太郎", "Taro Tamotsu"))
                .presses(words.say("document.handed.do"));
        assertThat(outside.sees(words.either("保 太郎", "Taro Tamotsu"))).isTrue();
        writer.opens(guide + "/handings");
        assertThat(writer.sees(words.say("document.handing.received"))).isTrue();

        aSpecificationIsRead(writer, words);
        assertThat(policy).startsWith("/documents/");
        assertThat(writer.complaints()).isEmpty();
        assertThat(reviewer.complaints()).isEmpty();
        assertThat(executive.complaints()).isEmpty();
        assertThat(outside.complaints()).isEmpty();
    }

    /** Begins, fills, reviews, approves and enacts a document; gives its address. */
    private static String inForce(
            String kind, String series, Words words, Visitor writer, Visitor reviewer, Visitor executive) {
        writer.opens("/documents/new?kind=" + kind + (series.isEmpty() ? "" : "&series=" + series));
        Locator other =
                writer.page().locator("input[name='language'][value='" + (words.isJapanese() ? "en" : "ja") + "']");
        other.uncheck();
        writer.presses(words.say("document.new.do"));
        String here = writer.path().replaceFirst("[?#].*", "");
        writer.opens(here + "/edit");
        Locator texts = writer.page().locator(".doc-edit textarea");
        for (int i = 0; i < texts.count(); i++) {
            String filled = texts.nth(i)
                    .inputValue()
                    .replaceAll("【未記入[^】]*】", "当社が決めた内容")
                    .replaceAll("\\[To fill in:[^\\]]*\\]", "what the company decided");
            texts.nth(i).fill(filled);
        }
        if (kind.equals("disclosure-policy")) {
            writer.page().locator("select[name='place']").selectOption("website");
            writer.page().locator("input[name='address']").fill("https://www.example.com/psirt");
        }
        writer.presses(words.say("document.save"));
        writer.presses(words.say("document.do.submit"));
        reviewer.opens(here).presses(words.say("document.do.review"));
        executive.opens(here).presses(words.say("document.do.approve"));
        executive.opens(here).presses(words.say("document.do.enact"));
        assertThat(executive.sees(words.say("document.state.in-force"))).isTrue();
        writer.opens(here);
        return here;
    }

    /** Each who works there says to have read the policy; it was made known by a notice, too, and that decides. */
    private static void everybodyReadsTheBasicPolicy(Words words, Visitor writer, Visitor reviewer, Visitor executive) {
        writer.opens("/organisation/guides")
                .chooses(words.say("organisation.guides.choose"), words.guide("psirt-guide"))
                .presses(words.say("guides.save"));
        String basic = inForce("security-policy", "", words, writer, reviewer, executive);
        int read = 0;
        assertThat(readBy(writer)).isEqualTo(read);
        for (Visitor reader : List.of(reviewer, executive, writer)) {
            reader.opens(basic).presses(words.say("document.read.do"));
            assertThat(reader.sees(words.say("document.done.read"))).isTrue();
            read++;
            assertThat(readBy(writer)).isEqualTo(read);
        }
        assertThat(verdict(writer, KNOWN)).isNotEqualTo(words.say("web.verdict.met"));
        writer.opens("/organisation/register/deed/new")
                .chooses(words.say("organisation.field.act"), words.say("organisation.word.deed.act.notice"))
                .ticks(words.say("organisation.word.deed.covers.safety"))
                .ticks(words.say("organisation.word.deed.covers.security"))
                .types(
                        words.say("organisation.field.deed.on"),
                        LocalDate.now(ZoneId.of("Asia/Tokyo")).toString())
                .types(words.say("organisation.field.deed.note"), words.either("社内の掲示板", "Notice board"))
                .presses(words.say("organisation.save.new"));
        new Maker(reviewer).confirms(List.of(words.say("organisation.statement.policy.spread")));
        assertThat(verdict(writer, KNOWN)).isEqualTo(words.say("web.verdict.met"));
    }

    /** How many have read the policy in force: "2 of 9 people", 9人のうち2人が読みました. */
    private static int readBy(Visitor visitor) {
        Matcher count = Pattern.compile("(\\d+)人のうち(\\d+)人が読みました|(\\d+) of (\\d+) people")
                .matcher(visitor.opens(POLICY).page().locator("main").innerText());
        assertThat(count.find()).isTrue();
        return Integer.parseInt(count.group(2) == null ? count.group(3) : count.group(2));
    }

    private static String verdict(Visitor visitor, String requirement) {
        return visitor.opens(requirement)
                .page()
                .locator("main .chip")
                .first()
                .innerText()
                .strip();
    }

    private void filesOpenElsewhere(Visitor writer, Words words) throws IOException, InterruptedException {
        String said = words.either("当社が決めた内容", "what the company decided");
        String title = words.either("脆弱性開示ポリシー", "Vulnerability disclosure policy");
        Path pdf = saved(writer, "pdf");
        Path text = folder.resolve("pdf.txt");
        assertThat(run("pdftotext", pdf.toString(), text.toString())).isZero();
        assertThat(flat(text)).contains(flat(title), flat(said));

        Path word = saved(writer, "docx");
        assertThat(run(
                        "soffice",
                        "--headless",
                        "-env:UserInstallation=" + folder.resolve("office").toUri(),
                        "--convert-to",
                        "txt:Text (encoded):UTF8",
                        "--outdir",
                        folder.resolve("out").toString(),
                        word.toString()))
                .isZero();
        assertThat(flat(folder.resolve("out").resolve("document.txt"))).contains(flat(title), flat(said));
        assertThat(Files.readString(saved(writer, "html"))).contains(title, said);
        assertThat(Files.readString(saved(writer, "md"))).contains(title, said);
    }

    private Path saved(Visitor writer, String format) throws IOException {
        Download download = writer.page()
                .waitForDownload(() -> writer.page()
                        .locator("a[href*='/file." + format + "']")
                        .first()
                        .click());
        return Files.copy(download.path(), folder.resolve("document." + format));
    }

    /** A page breaks lines where its edge is. */
    private static String flat(Path file) throws IOException {
        return flat(Files.readString(file));
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static void aSpecificationIsRead(Visitor writer, Words words) {
        String sources = "/products/" + Camera.SERIES + "/documents/sources";
        writer.opens(sources)
                .attaches(
                        words.say("document.source.file"),
                        RealFiles.text(
                                "manual.txt",
                                words.either(
                                        "製品の説明書\n\n製品のセキュリティの基本方針は、経営者が承認した文書です。\n",
                                        "Manual\n\n"
                                                + "The basic policy on product security was approved by the executives and"
                                                + " written down.\n")))
                .presses(words.say("document.source.read"));
        assertThat(writer.path()).startsWith(sources + "/");
        assertThat(writer.sees("manual.txt")).isTrue();
        writer.opens(sources);
        assertThat(writer.sees("manual.txt")).isTrue();
    }

    private int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        if (!process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }
}
