package dev.shisa.server.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.conformity.Confirmation;
import dev.shisa.conformity.Fact;
import dev.shisa.conformity.Proof;
import dev.shisa.conformity.ProofNode;
import dev.shisa.conformity.ProofNode.Kind;
import dev.shisa.conformity.Reading;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Strength;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Truth;
import dev.shisa.conformity.Value;
import dev.shisa.conformity.VerdictState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row of a form says and cites what decides that row. */
class SubItemTest {

    private static final Instant DAY = Instant.parse("2026-09-10T00:00:00Z");

    private final List<Fact> facts = new ArrayList<>();

    private UUID fact(String evidence, Strength strength, boolean confirmed) {
        UUID id = new UUID(1, facts.size());
        facts.add(new Fact(
                id,
                new Subject(Subject.Kind.RELEASE, new UUID(2, 2)),
                Slot.of("usb.hardware", ""),
                new Value.Word("absent"),
                strength,
                DAY,
                DAY,
                null,
                UUID.nameUUIDFromBytes(evidence.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Set.of(),
                confirmed ? new Confirmation("佐藤", DAY) : null));
        return id;
    }

    private ProofNode leaf(String claim, Truth truth, String... evidence) {
        return leaf(
                claim,
                truth,
                Strength.DOCUMENTED,
                truth,
                Arrays.stream(evidence)
                        .map(e -> fact(e, Strength.DOCUMENTED, true))
                        .toArray(UUID[]::new));
    }

    private static ProofNode leaf(String claim, Truth truth, Strength least, Truth proven, UUID... used) {
        Reading reading = new Reading(
                Slot.of("usb.hardware", ""),
                null,
                false,
                "value == 'absent'",
                "",
                "",
                least,
                null,
                null,
                List.of(),
                truth == Truth.TRUE ? Reading.Reason.HOLDS : Reading.Reason.HOLDS_NOT,
                proven.isKnown() ? Reading.Doubt.NONE : Reading.Doubt.UNCONFIRMED,
                new Value.Word("absent"),
                List.of(used),
                List.of(),
                List.of());
        return new ProofNode(claim, Kind.LEAF, null, "", new Text(claim, claim), truth, proven, List.of(), reading);
    }

    private static ProofNode node(Kind kind, @Nullable String item, ProofNode... children) {
        Stream<Truth> truths = Arrays.stream(children).map(ProofNode::truth);
        Stream<Truth> proven = Arrays.stream(children).map(ProofNode::proven);
        boolean any = kind == Kind.ANY;
        return new ProofNode(
                "node",
                kind,
                item,
                "",
                null,
                any ? Truth.any(truths.toList()) : Truth.all(truths.toList()),
                any ? Truth.any(proven.toList()) : Truth.all(proven.toList()),
                List.of(children),
                null);
    }

    private Proof proof(ProofNode rule) {
        return new Proof(
                "MC-200",
                new RequirementId("jcstar1", "S1.1-02"),
                "4",
                "",
                List.of(),
                DAY,
                List.of(),
                null,
                rule,
                List.of(),
                null,
                List.of(),
                facts);
    }

    private static SubItem sub(Proof proof, String sub) {
        return SubItem.of("S1.1-02", proof).stream()
                .filter(item -> item.sub().equals(sub))
                .findFirst()
                .orElseThrow();
    }

    private static List<UUID> evidence(String... names) {
        return Arrays.stream(names)
                .map(name -> UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .toList();
    }

    private static List<UUID> cited(SubItem item, Proof proof) {
        return item.facts(proof).stream().map(Fact::evidence).distinct().toList();
    }

    private static String reason(SubItem item, Proof proof) {
        return item.reason(new ReasonDraft(Map.of(), Map.of()), proof).ja();
    }

    private static ProofNode saying(String claim, ProofNode node) {
        return new ProofNode(
                node.path(),
                node.kind(),
                node.item(),
                node.about(),
                new Text(claim, claim),
                node.truth(),
                node.proven(),
                node.children(),
                node.reading());
    }

    @Test
    void aReasonSaysWhichAlternativeHolds() {
        Proof proof = proof(node(
                Kind.ALL,
                "S1.1-02.1",
                saying(
                        "暗号化している、または媒体に保存しない",
                        node(Kind.ANY, null, leaf("暗号化している", Truth.TRUE, "A"), leaf("媒体に保存しない", Truth.FALSE, "B")))));
        assertThat(reason(sub(proof, "1"), proof)).isEqualTo("暗号化している。");
    }

    @Test
    void whatTestsDidNotFindIsNoReason() {
        Reading nothing = new Reading(
                Slot.of("network.found", ""),
                null,
                false,
                "",
                "",
                "",
                Strength.DECLARED,
                null,
                null,
                List.of(),
                Reading.Reason.NOTHING_FOUND,
                Reading.Doubt.NONE,
                null,
                List.of(),
                List.of(),
                List.of());
        ProofNode beside =
                new ProofNode("beside", Kind.EVERY, null, "", null, Truth.TRUE, Truth.TRUE, List.of(), nothing);
        Proof proof = proof(node(Kind.ALL, "S1.1-02.1", leaf("検査で確かめた", Truth.TRUE, "T"), beside));
        assertThat(reason(sub(proof, "1"), proof)).isEqualTo("検査で確かめた。");
    }

    @Test
    void ofManyClaimsAFormTellsHowManyItLeavesOut() {
        ProofNode[] claims = IntStream.rangeClosed(1, 10)
                .mapToObj(n -> leaf("主張" + n, Truth.TRUE, "E" + n))
                .toArray(ProofNode[]::new);
        Proof proof = proof(node(Kind.ALL, "S1.1-02.1", claims));
        assertThat(reason(sub(proof, "1"), proof))
                .contains("主張8。")
                .endsWith("(ほか2件)")
                .doesNotContain("主張9");
    }

    @Test
    void besideTheAbsenceOfAThingNothingElseIsClaimedOfIt() {
        Proof proof = proof(node(
                Kind.ANY,
                "S1.1-02.1B",
                node(Kind.ALL, "S1.1-02.1B.N", leaf("Bluetoothがない", Truth.TRUE, "D")),
                leaf("不要な機能を無効にした", Truth.TRUE, "T")));
        assertThat(reason(sub(proof, "1B"), proof)).isEqualTo("Bluetoothがない。");
    }

    @Test
    void whatTheProductDoesNotHaveIsNotApplicableInItsRow() {
        Proof absent = proof(node(
                Kind.ANY,
                "S1.1-02.1B",
                node(Kind.ALL, "S1.1-02.1B.N", leaf("Bluetoothがない", Truth.TRUE, "D")),
                leaf("必要である", Truth.UNKNOWN)));
        assertThat(sub(absent, "1B").state(VerdictState.MET)).isEqualTo(VerdictState.NOT_APPLICABLE);
        assertThat(reason(sub(absent, "1B"), absent)).contains("Bluetoothがない");
        assertThat(cited(sub(absent, "1B"), absent)).isEqualTo(evidence("D"));
        assertThat(SubItem.of("S1.1-02", absent))
                .as("the alternative is no row of its own")
                .extracting(SubItem::sub)
                .containsExactly("1B");

        Proof present = proof(node(
                Kind.ANY,
                "S1.1-02.1B",
                node(Kind.ALL, "S1.1-02.1B.N", leaf("Bluetoothがない", Truth.FALSE, "D")),
                leaf("必要である", Truth.TRUE, "T")));
        assertThat(sub(present, "1B").state(VerdictState.MET)).isEqualTo(VerdictState.MET);

        Proof unconfirmed = proof(node(
                Kind.ANY,
                "S1.1-02.1B",
                node(
                        Kind.ALL,
                        "S1.1-02.1B.N",
                        leaf(
                                "Bluetoothがない",
                                Truth.TRUE,
                                Strength.DOCUMENTED,
                                Truth.UNKNOWN,
                                fact("D", Strength.DOCUMENTED, false)))));
        assertThat(sub(unconfirmed, "1B").state(VerdictState.EXPECTED)).isEqualTo(VerdictState.EXPECTED);
    }

    @Test
    void aRowCitesItsOwnFactsAndNotItsNeighbours() {
        Proof proof = proof(node(
                Kind.ALL,
                null,
                node(Kind.ALL, "S1.1-02.1A", leaf("ポート", Truth.TRUE, "T")),
                node(Kind.ALL, "S1.1-02.1B", leaf("Bluetooth", Truth.TRUE, "D")),
                node(Kind.ALL, "S1.1-02.2", leaf("検査", Truth.TRUE, "S"))));
        assertThat(cited(sub(proof, "1A"), proof)).isEqualTo(evidence("T"));
        assertThat(cited(sub(proof, "1B"), proof)).isEqualTo(evidence("D"));
        assertThat(cited(sub(proof, "2"), proof)).isEqualTo(evidence("S"));
        assertThat(DecidingFacts.of(proof, VerdictState.MET).stream().map(Fact::evidence))
                .isEqualTo(evidence("T", "D", "S"));
    }

    @Test
    void aTestIsCitedWithoutTheWeakerOrUnconfirmedAnswersThatAgree() {
        UUID tested = fact("T", Strength.TESTED, true);
        UUID documented = fact("D", Strength.DOCUMENTED, true);
        UUID unconfirmed = fact("U", Strength.TESTED, false);
        Proof proof = proof(node(
                Kind.ALL,
                "S1.1-02.1",
                leaf("検査で確かめた", Truth.TRUE, Strength.TESTED, Truth.TRUE, tested, documented, unconfirmed)));
        assertThat(cited(sub(proof, "1"), proof)).isEqualTo(evidence("T"));
    }

    @Test
    void ofAlternativesTheProvenOneIsSaidAndCited() {
        Proof proof = proof(node(
                Kind.ANY,
                "S1.1-02.1",
                leaf("端子がない", Truth.TRUE, Strength.DOCUMENTED, Truth.UNKNOWN, fact("D", Strength.DOCUMENTED, false)),
                leaf("無効にした", Truth.TRUE, "T"),
                leaf("ほかの方法", Truth.FALSE, "X")));
        assertThat(cited(sub(proof, "1"), proof)).isEqualTo(evidence("T"));
        assertThat(reason(sub(proof, "1"), proof)).contains("無効にした").doesNotContain("端子がない", "ほかの方法");
    }

    /** One log-in satisfies ① and another one ②: each row speaks of its own, and neither fails. */
    @Test
    void eachOfTwoWaysSpeaksOfTheThingsThatTakeIt() {
        Proof proof = proof(node(
                Kind.EVERY,
                null,
                node(
                        Kind.ANY,
                        null,
                        node(Kind.ALL, "S1.1-02.1", leaf("「画面」は個体ごとに違う", Truth.TRUE, "A")),
                        node(Kind.ALL, "S1.1-02.2", leaf("「画面」は変更が必須", Truth.FALSE, "B"))),
                node(
                        Kind.ANY,
                        null,
                        node(Kind.ALL, "S1.1-02.1", leaf("「SSH」は個体ごとに違う", Truth.FALSE, "C")),
                        node(Kind.ALL, "S1.1-02.2", leaf("「SSH」は変更が必須", Truth.TRUE, "D")))));
        SubItem one = sub(proof, "1");
        assertThat(one.state(VerdictState.MET)).isEqualTo(VerdictState.MET);
        assertThat(cited(one, proof)).isEqualTo(evidence("A"));
        assertThat(reason(one, proof)).contains("画面").doesNotContain("SSH");
        SubItem two = sub(proof, "2");
        assertThat(two.state(VerdictState.MET)).isEqualTo(VerdictState.MET);
        assertThat(cited(two, proof)).isEqualTo(evidence("D"));
    }

    @Test
    void theWayThatNothingTakesSaysNothingAndCitesNothing() {
        Proof proof = proof(node(
                Kind.ANY,
                null,
                node(Kind.ALL, "S1.1-02.1", leaf("個体ごとに違う", Truth.TRUE, "A")),
                node(Kind.ALL, "S1.1-02.2", leaf("変更が必須", Truth.FALSE, "B"))));
        SubItem two = sub(proof, "2");
        assertThat(two.state(VerdictState.MET)).isEqualTo(VerdictState.UNKNOWN);
        assertThat(cited(two, proof)).isEmpty();
    }

    @Test
    void whatFailsIsToldOfTheThingThatFailsInBothWays() {
        Proof proof = proof(node(
                Kind.EVERY,
                null,
                node(
                        Kind.ANY,
                        null,
                        node(Kind.ALL, "S1.1-02.1", leaf("「画面」は個体ごとに違う", Truth.TRUE, "A")),
                        node(Kind.ALL, "S1.1-02.2", leaf("「画面」は変更が必須", Truth.FALSE, "B"))),
                node(
                        Kind.ANY,
                        null,
                        node(Kind.ALL, "S1.1-02.1", leaf("「SSH」は個体ごとに違う", Truth.FALSE, "C")),
                        node(Kind.ALL, "S1.1-02.2", leaf("「SSH」は変更が必須", Truth.FALSE, "D")))));
        SubItem two = sub(proof, "2");
        assertThat(two.state(VerdictState.NOT_MET)).isEqualTo(VerdictState.NOT_MET);
        assertThat(cited(two, proof)).isEqualTo(evidence("D"));
        assertThat(reason(two, proof)).contains("次を満たしていない: 「SSH」は変更が必須").doesNotContain("画面");
    }
}
