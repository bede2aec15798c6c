package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Text;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.application.Correction.Code;
import dev.shisa.server.application.Correction.Weight;
import dev.shisa.server.application.Correction.Where;
import dev.shisa.server.application.CriterionAnswer.EvidenceReference;
import dev.shisa.server.application.Dossier.EvidenceRecord;
import dev.shisa.server.application.Dossier.PublicText;
import dev.shisa.server.application.Dossier.Purpose;
import dev.shisa.server.application.Dossier.Register;
import dev.shisa.server.application.Dossier.Scan;
import dev.shisa.server.evidence.EvidenceTitle;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule with a dossier on which it fires and one, differing in a single value, on which it does not. */
class CorrectionsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
    private static final LocalDate RELEASED = LocalDate.of(2026, 9, 1);
    private static final LocalDate SUPPORT_END = LocalDate.of(2031, 3, 31);
    private static final Scan SCAN = new Scan("OpenVAS", "23.1", LocalDate.of(2026, 9, 5));

    /** A dossier in which everything agrees, to be changed at one place. */
    static final class Sketch {
        @Nullable
        LocalDate plannedOn = LocalDate.of(2026, 12, 10);

        String maker = "株式会社うみかぜ電機";
        List<String> models = List.of("MC-200", "MC-210");
        boolean inScope = true;
        String release = "2.4.1";

        @Nullable
        LocalDate supportEnd = SUPPORT_END;

        String certification = "D24-0001001";
        VerdictState state = VerdictState.MET;

        @Nullable
        VerdictState towards;

        boolean confirmed = true;
        Set<String> uncompared = Set.of();
        String reason = "仕様書 3章のとおり";
        String route = "";
        String routeNumber = "";
        boolean evidence = true;
        String reviewer = "佐藤";
        boolean aboutProduct = true;
        String model = "MC-210";
        String firmware = "Ver. 2.4.1";
        LocalDate observedOn = LocalDate.of(2026, 9, 10);

        @Nullable
        LocalDate validUntil = LocalDate.of(2026, 12, 31);

        @Nullable
        Scan scan = SCAN;

        String pageUrl = "https://example.jp/policy/";
        String statedUrl = "http://www.example.jp/policy";
        String text = "本製品のセキュリティサポートは2031年3月31日までです。";

        @Nullable
        FormPlan form;

        Dossier dossier() {
            CriterionAnswer answer = new CriterionAnswer(
                    "S1.1-13",
                    new Text("不要な機能", "Unneeded interfaces"),
                    state,
                    towards,
                    confirmed,
                    new Text(reason, reason),
                    new Text(route, route),
                    routeNumber,
                    evidence
                            ? List.of(new EvidenceReference("D-7K2QM", new EvidenceTitle("検査記録", _ -> "検査記録"), ""))
                            : List.of(),
                    reviewer,
                    List.of());
            return new Dossier(
                    TODAY,
                    plannedOn,
                    new Register(maker, "カメラ", "MC-200", inScope, models, release, RELEASED, supportEnd, certification),
                    List.of(answer),
                    uncompared,
                    List.of(
                            new EvidenceRecord(
                                    "D-7K2QM",
                                    List.of("S1.1-13"),
                                    aboutProduct,
                                    model,
                                    firmware,
                                    observedOn,
                                    validUntil,
                                    scan,
                                    null),
                            new EvidenceRecord(
                                    "D-PAGE2",
                                    List.of("S1.1-05"),
                                    false,
                                    "",
                                    "",
                                    LocalDate.of(2026, 9, 10),
                                    null,
                                    null,
                                    pageUrl)),
                    List.of(new PublicText(
                            new Text("サポート期限", "End of support"), "S1.1-05", Purpose.SUPPORT, statedUrl, text)),
                    form);
        }

        List<Code> codes() {
            return Corrections.find(dossier()).stream().map(Correction::code).toList();
        }
    }

    interface Change {
        void to(Sketch sketch);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                rule(Code.NOT_MET, s -> s.state = VerdictState.NOT_MET),
                rule(Code.NOT_MET_UNCONFIRMED, s -> {
                    s.state = VerdictState.NOT_MET;
                    s.confirmed = false;
                }),
                rule(Code.UNKNOWN, s -> s.state = VerdictState.UNKNOWN),
                rule(Code.RECHECK, s -> s.state = VerdictState.RECHECK),
                rule(Code.UNCONFIRMED, s -> {
                    s.state = VerdictState.EXPECTED;
                    s.towards = VerdictState.MET;
                }),
                rule(Code.NOT_COMPARED, s -> s.uncompared = Set.of("S1.1-13")),
                rule(Code.REASON_EMPTY, s -> s.reason = " "),
                rule(Code.EVIDENCE_NONE, s -> s.evidence = false),
                rule(Code.NOT_APPLICABLE_WITHOUT_REVIEWER, s -> {
                    s.state = VerdictState.NOT_APPLICABLE;
                    s.reviewer = "";
                }),
                rule(Code.ROUTE_WITHOUT_NUMBER, s -> {
                    s.state = VerdictState.DEEMED;
                    s.route = "技術基準適合認定";
                }),
                rule(Code.RELEASE_NOT_DESIGNATED, s -> s.release = ""),
                rule(Code.SCOPE_OPEN, s -> s.inScope = false),
                rule(Code.MODELS_NONE, s -> s.models = List.of()),
                rule(Code.SUPPORT_END_PASSED, s -> {
                    s.supportEnd = LocalDate.of(2026, 12, 9);
                    s.text = "2026-12-09 まで";
                }),
                rule(Code.EVIDENCE_FIRMWARE_DIFFERS, s -> s.firmware = "2.4.0"),
                rule(Code.EVIDENCE_MODEL_DIFFERS, s -> s.model = "MC-300"),
                rule(Code.EVIDENCE_EXPIRES, s -> s.validUntil = LocalDate.of(2026, 12, 9)),
                rule(Code.EVIDENCE_FROM_FUTURE, s -> s.observedOn = LocalDate.of(2026, 11, 21)),
                rule(Code.SCAN_OLDER_THAN_FIRMWARE, s -> s.observedOn = LocalDate.of(2026, 8, 31)),
                rule(Code.SCAN_WITHOUT_TOOL, s -> s.scan = new Scan("", "23.1", TODAY)),
                rule(Code.SCAN_WITHOUT_VERSION, s -> s.scan = new Scan("OpenVAS", " ", TODAY)),
                rule(Code.SCAN_WITHOUT_DATABASE_DATE, s -> s.scan = new Scan("OpenVAS", "23.1", null)),
                rule(Code.SUPPORT_END_PUBLISHED_DIFFERS, s -> s.text = "サポートは令和12年3月31日までです。"),
                rule(Code.PAGE_ADDRESS_DIFFERS, s -> s.statedUrl = "https://example.jp/security"),
                rule(Code.PAGE_WITHOUT_COPY, s -> {
                    s.pageUrl = "https://example.jp/other";
                    s.statedUrl = "https://example.jp/security";
                    s.text = "";
                }),
                rule(Code.WORDING_ABSOLUTE, s -> s.text = "この製品は完全に安全です。"),
                rule(Code.WORDING_NO_VULNERABILITY, s -> s.text = "脆弱性は一切ありません。"),
                rule(Code.WORDING_ENDORSEMENT, s -> s.text = "IPAが推奨するカメラです。"),
                rule(Code.WORDING_EVERYWHERE, s -> s.text = "どんな環境でも安全に使えます。"),
                rule(Code.WORDING_BEFORE_LABEL, s -> s.text = "JC-STAR ★1取得予定です。"));
    }

    private static Arguments rule(Code code, Change change) {
        return Arguments.of(code, change);
    }

    @Test
    void findsNothingWhereEverythingAgrees() {
        assertThat(Corrections.find(new Sketch().dossier())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void firesOnTheOneValueThatIsWrong(Code code, Change change) {
        Sketch sketch = new Sketch();
        change.to(sketch);
        if (code == Code.PAGE_WITHOUT_COPY) {
            // No copy at all for this criterion.
            Dossier dossier = sketch.dossier();
            List<EvidenceRecord> without = new ArrayList<>(dossier.evidence());
            without.removeLast();
            assertThat(Corrections.find(new Dossier(
                            dossier.today(),
                            dossier.plannedOn(),
                            dossier.register(),
                            dossier.answers(),
                            dossier.uncompared(),
                            without,
                            dossier.texts(),
                            null)))
                    .extracting(Correction::code)
                    .containsExactly(code);
        } else {
            assertThat(sketch.codes()).containsExactly(code);
        }
    }

    /** Every rule that needs no form is in the table above; those about the form have tests of their own. */
    @Test
    void everyRuleHasACaseThatFires() {
        List<Code> fired = rules().map(rule -> (Code) rule.get()[0]).toList();
        assertThat(Code.values())
                .allSatisfy(code -> assertThat(code.name().startsWith("FORM_") || fired.contains(code))
                        .as(code.name())
                        .isTrue());
    }

    private static FormPlan form(String field, String text) {
        FormPlan.Basic basic = new FormPlan.Basic(BasicField.valueOf(field), new Place("基本情報", "B5"), text);
        return new FormPlan("f", List.of(), List.of(), List.of(), List.of(basic));
    }

    @ParameterizedTest
    @CsvSource({
        "MODEL_NUMBERS, 'MC-200、MC-220', FORM_MODELS_DIFFER",
        "MODEL_NUMBERS, 'MC-200', FORM_MODELS_DIFFER",
        "FIRMWARE, 'Ver.2.4.0', FORM_FIRMWARE_DIFFERS",
        "SUPPORT_END, '2030年3月31日', FORM_SUPPORT_END_DIFFERS",
        "CERTIFICATION, 'D24-0001002', FORM_CERTIFICATION_DIFFERS",
        "MAKER, '株式会社やまかぜ電機', FORM_MAKER_DIFFERS"
    })
    void comparesTheFormWithTheRegister(String field, String text, Code code) {
        Sketch sketch = new Sketch();
        sketch.form = form(field, text);
        assertThat(sketch.codes()).containsExactly(code);
        assertThat(Corrections.find(sketch.dossier()).getFirst().where())
                .isEqualTo(new Where.Cell(new Place("基本情報", "B5")));
    }

    @ParameterizedTest
    @CsvSource({
        "MODEL_NUMBERS, 'ＭＣ－２１０ / MC-200'",
        "MODEL_NUMBERS, 'MC-200\nMC-210'",
        "FIRMWARE, 'v2.4.1(出荷版)'",
        "SUPPORT_END, '2031/3/31'",
        "SUPPORT_END, '令和13年3月31日'",
        "SUPPORT_END, '販売終了から5年'",
        "CERTIFICATION, '設計認証番号: D24-0001001'",
        "MAKER, '㈱うみかぜ電機'",
        "MAKER, ''"
    })
    void acceptsAnotherSpellingOfTheSame(String field, String text) {
        Sketch sketch = new Sketch();
        sketch.form = form(field, text);
        assertThat(sketch.codes()).isEmpty();
    }

    @Test
    void missesTheNumberInTheFormOnlyWhenACriterionIsDeemed() {
        Sketch sketch = new Sketch();
        sketch.form = form("CERTIFICATION", "");
        assertThat(sketch.codes()).isEmpty();
        sketch.state = VerdictState.DEEMED;
        sketch.routeNumber = "D24-0001001";
        assertThat(sketch.codes()).containsExactly(Code.FORM_CERTIFICATION_EMPTY);
    }

    @Test
    void asksForTheEndOfSupportWhereTheFormHasAFieldForIt() {
        Sketch sketch = new Sketch();
        sketch.supportEnd = null;
        sketch.text = "";
        assertThat(sketch.codes()).as("a policy is enough for S1.1-16").isEmpty();
        sketch.form = form("SUPPORT_END", "");
        assertThat(sketch.codes()).containsExactly(Code.FORM_SUPPORT_END_EMPTY);
        sketch.form = form("SUPPORT_END", "販売終了から5年");
        assertThat(sketch.codes()).isEmpty();
    }

    @Test
    void seesAnEarlierVerdictInTheFormThatSaysOtherwise() {
        Sketch sketch = new Sketch();
        sketch.form = entryOf("不適合");
        assertThat(sketch.codes()).containsExactly(Code.FORM_VERDICT_DIFFERS);
        sketch.form = entryOf("適合する");
        assertThat(sketch.codes()).isEmpty();
    }

    private static FormPlan entryOf(String present) {
        FormPlan.Entry entry = new FormPlan.Entry(
                new Place("チェックリスト", "F6"),
                "S1.1-13",
                AnswerPart.VERDICT,
                present,
                "適合",
                FormPlan.Outcome.EXISTING,
                false,
                List.of());
        return new FormPlan("f", List.of(entry), List.of(), List.of(), List.of());
    }

    @Test
    void countsValidityForTheDayOfSending() {
        Sketch sketch = new Sketch();
        sketch.validUntil = LocalDate.of(2026, 12, 10);
        assertThat(sketch.codes()).isEmpty();
        sketch.plannedOn = LocalDate.of(2026, 12, 11);
        assertThat(sketch.codes()).containsExactly(Code.EVIDENCE_EXPIRES);
        sketch.plannedOn = null;
        assertThat(sketch.codes()).isEmpty();
    }

    @Test
    void saysBothValues() {
        Sketch sketch = new Sketch();
        sketch.firmware = "2.3.9";
        assertThat(Corrections.find(sketch.dossier()))
                .containsExactly(new Correction(
                        Code.EVIDENCE_FIRMWARE_DIFFERS,
                        new Where.Evidence("D-7K2QM"),
                        List.of("D-7K2QM", "2.3.9", "2.4.1")));
    }

    @Test
    void putsWhatStopsTheApplicationFirst() {
        Sketch sketch = new Sketch();
        sketch.reason = "";
        sketch.statedUrl = "https://example.jp/security";
        List<Correction> found = Corrections.find(sketch.dossier());
        assertThat(found).extracting(c -> c.code().weight()).containsExactly(Weight.STOP, Weight.LOOK);
        assertThat(Corrections.heavy(found)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100%安全なカメラです。",
                "絶対に安心です",
                "セキュリティを保証します。",
                "ハッキングは不可能です。",
                "脆弱性はありません。",
                "セキュリティホールがゼロの製品",
                "経済産業省公認の製品です。",
                "国が推奨しています。",
                "あらゆる環境で安全です。",
                "いかなる攻撃からも守ります。",
                "Completely secure.",
                "This camera is hack-proof.",
                "We guarantee full security.",
                "It has no vulnerabilities.",
                "Free of known vulnerabilities",
                "Endorsed by IPA.",
                "Officially recommended",
                "Secure in any environment."
            })
    void knowsWordsThatALabelMustNotBeUsedFor(String text) {
        assertThat(Stream.of(ForbiddenWording.values()).flatMap(wording -> wording.in(text).stream()))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "適合ラベルは、完全な安全を保証するものではありません。",
                "脆弱性がないことを保証するものではありません。",
                "本ラベルは国が推奨することを意味するものではありません。",
                "脆弱性を見つけた方は、ご連絡ください。",
                "IPAのJC-STAR適合ラベルを取得しました。",
                "どんな環境でも安全とは限りません。",
                "脆弱性への対応方針を公開しています。",
                "The label does not guarantee complete security.",
                "This is not an official endorsement.",
                "IPA issues the label.",
                "Please report vulnerabilities to us.",
                "Updates are protected by a signature."
            })
    void leavesAProperNoticeAlone(String text) {
        assertThat(Stream.of(ForbiddenWording.values()).flatMap(wording -> wording.in(text).stream()))
                .isEmpty();
    }

    /** A policy of the company is that of each of its products; a test of another model is no test of this one. */
    @Test
    void aModelOrVersionNamedInEvidenceStopsOnlyWhatIsSaidOfTheProduct() {
        Sketch sketch = new Sketch();
        sketch.model = "MC-300";
        sketch.firmware = "9.9";
        assertThat(sketch.codes()).contains(Code.EVIDENCE_MODEL_DIFFERS, Code.EVIDENCE_FIRMWARE_DIFFERS);
        sketch.aboutProduct = false;
        assertThat(sketch.codes()).doesNotContain(Code.EVIDENCE_MODEL_DIFFERS, Code.EVIDENCE_FIRMWARE_DIFFERS);
    }
}
