package dev.shisa.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From the filled checklist by the stepper to the zip that goes to IPA, then to the label, and what an evaluator signs. */
@Tag("browser")
@Order(6)
@OnStage
@Tag("office")
class LabelTest {

    private static final String APPLICATION = "/products/" + Camera.SERIES + "/application";
    private static final long MINUTES_MAX = 3;

    @TempDir
    Path folder;

    static List<Words> languages() {
        return List.of(Words.JA, Words.EN);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void leadsToTheZipAndTheLabel(Words words, Stage.Scene scene) throws Exception {
        FirstTenMinutes story = scene.after(words);
        Visitor owner = story.owner().browser();
        owner.opens(APPLICATION);
        assertThat(owner.sees(words.say("application.ipa-decides"))).isTrue();

        owner.opens(APPLICATION + "/steps/number")
                .types(words.say("entry.number.number"), "IPA-2026-0042")
                .presses(words.say("entry.number.act"));
        assertThat(owner.sees("IPA-2026-0042")).isTrue();

        owner.opens(APPLICATION + "/documents")
                .unfolds(words.say("application.paper.add"))
                .attaches(
                        words.either("適合ラベル取得申請確認書", "Application confirmation"),
                        new FilePayload(
                                "form-2-1.pdf", "application/pdf", "%PDF-1.4\n".getBytes(StandardCharsets.UTF_8)))
                .presses(words.say("application.paper.add.do"));
        assertThat(owner.sees("form-2-1.pdf")).isTrue();
        owner.ticks(words.say("application.package.incomplete.yes")).presses(words.say("application.package.do"));
        String name = Camera.SERIES + "_" + Camera.RELEASE + "_" + LocalDate.now(ZoneId.of("Asia/Tokyo"));
        // The application papers are not all there, and the file says so.
        String incomplete = name + "_不足あり.zip";
        Download zip = owner.saves(incomplete);
        whatIsInTheZipOpensElsewhere(zip.path(), name);

        owner.opens(APPLICATION + "/steps/send").presses(words.say("entry.sent.act"));
        assertThat(owner.sees(incomplete)).isTrue();
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Tokyo"));
        owner.opens(APPLICATION + "/steps/label")
                .types(words.say("entry.label.number"), "JC-0042")
                .types(words.say("entry.label.until"), today.plusYears(2).toString())
                .presses(words.say("entry.label.act"));
        owner.opens("/products");
        assertThat(owner.sees(today.plusYears(2).toString())).isTrue();

        owner.opens(APPLICATION + "/evaluation").presses(words.say("evaluation.sign.do"));
        assertThat(owner.sees(words.say("evaluation.done.signed"))).isTrue();
        assertThat(owner.complaints()).isEmpty();
    }

    private void whatIsInTheZipOpensElsewhere(Path zip, String name) throws IOException, InterruptedException {
        Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
        assertThat(run("unzip", "-q", "-o", zip.toString(), "-d", unpacked.toString()))
                .as("unzip takes it as it is")
                .isZero();
        List<Path> files;
        try (Stream<Path> found = Files.list(unpacked)) {
            files = found.sorted().toList();
        }
        assertThat(files).allMatch(file -> String.valueOf(file.getFileName()).startsWith(name));
        Path checklist = files.stream()
                .filter(file -> file.toString().endsWith(".xlsx"))
                .findFirst()
                .orElseThrow();
        // LibreOffice takes no name twice, so the copy has one of its own.
        Path copy = Files.copy(checklist, folder.resolve("checklist.xlsx"));
        assertThat(run(
                        "soffice",
                        "--headless",
                        "-env:UserInstallation=" + folder.resolve("office").toUri(),
                        "--convert-to",
                        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
                        "--outdir",
                        folder.toString(),
                        copy.toString()))
                .isZero();
        StringBuilder sheets = new StringBuilder();
        try (Stream<Path> found = Files.list(folder)) {
            for (Path csv : found.filter(f -> f.toString().endsWith(".csv")).toList()) {
                sheets.append(Files.readString(csv));
            }
        }
        // The form's own numbers are in wide letters.
        assertThat(Normalizer.normalize(sheets, Normalizer.Form.NFKC))
                .as("what LibreOffice reads")
                .contains("S1.1-01", "S1.1-16", "ADF26-0123001");
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
