package dev.shisa.e2e;

import com.microsoft.playwright.options.FilePayload;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** A network camera in the state in which a maker begins: much is known, some is written down, one thing is wrong. */
record Camera(Words words) {

    static final String SERIES = "MC-200";
    static final String MODEL = "MC-200-W";
    static final String RELEASE = "2.4.1";
    static final LocalDate TESTED_ON = LocalDate.of(2026, 11, 2);

    String name() {
        return words.either("MC-200シリーズ", "MC-200 series");
    }

    String kind() {
        return words.either("ネットワークカメラ", "Network camera");
    }

    List<String> models() {
        return List.of(MODEL, "MC-200-B");
    }

    /** What its maker knows without asking anybody. */
    Map<String, Answer> known() {
        return Map.ofEntries(
                Map.entry("psti.statement", Answer.is("none")),
                Map.entry("login.mechanisms", Answer.items(words.either("設定画面(Web)", "Web settings page"))),
                Map.entry("login.kind", Answer.is("device")),
                Map.entry("login.values", Answer.is("password")),
                Map.entry("login.password.default", Answer.is("unique")),
                Map.entry("login.password.made", Answer.is("random")),
                Map.entry("login.password.length", Answer.text("12")),
                Map.entry("login.change", Answer.is("user")),
                Map.entry("login.limit", Answer.is("none")),
                Map.entry("login.multifactor", Answer.is("none")),
                Map.entry("device.constrained", Answer.is("none")),
                Map.entry("update.packages", Answer.items(words.either("本体ファームウェア", "Main firmware"))),
                Map.entry("package.routes", Answer.is("local")),
                Map.entry("package.actor", Answer.is("user")),
                Map.entry("package.steps", Answer.is("guided")),
                Map.entry("erase.data", Answer.is("user")),
                Map.entry("guide.safe", Answer.is("manual", "web")),
                Map.entry("guide.update", Answer.is("channel", "content", "need", "effect")),
                Map.entry("guide.support", Answer.is("policy")));
    }

    FilePayload labelPhoto() {
        return RealFiles.photo("label.png", MODEL);
    }

    Map<String, Answer> shownByLabelPhoto() {
        return Map.of("model.shown", Answer.is("body"));
    }

    String labelPhotoTitle() {
        return words.either("底面の型番ラベル", "Label on the bottom");
    }

    String certificateTitle() {
        return words.either("技術基準適合認定書", "Certificate of technical standards");
    }

    Map<String, Answer> shownByCertificate() {
        return Map.of(
                "certification.mark", Answer.is("terminal-t"),
                "certification.security", Answer.is("true"),
                "certification.target", Answer.is("model"),
                "certification.number", Answer.text("ADF26-0123001"),
                "certification.date", Answer.text("2026-02-16"));
    }

    String policyTitle() {
        return words.either("脆弱性対応規程", "Vulnerability handling rules");
    }

    Map<String, Answer> shownByPolicy() {
        return Map.of(
                "priority.policy",
                Answer.because("documented", "QA-012 1.0"),
                "disclosure.published",
                Answer.because("website", "https://www.example.co.jp/security"),
                "disclosure.parts",
                Answer.is("contact", "procedure", "status"));
    }

    /** The record of a test that ended with this state of the software after data had been erased. */
    Map<String, String> eraseTest(String observed) {
        return Map.of(
                "model", MODEL,
                "firmware", RELEASE,
                "procedure",
                        words.either("設定画面から初期化し、起動後の版を読む", "Reset by the settings page, read the version afterwards"),
                "observed", observed,
                "performed-by", words.either("山本 陸", "Riku Yamamoto"));
    }
}
