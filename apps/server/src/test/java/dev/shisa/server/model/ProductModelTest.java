package dev.shisa.server.model;

import static dev.shisa.server.model.TestModels.camera;
import static dev.shisa.server.model.TestModels.component;
import static dev.shisa.server.model.TestModels.connection;
import static dev.shisa.server.model.TestModels.model;
import static dev.shisa.server.model.TestModels.observed;
import static dev.shisa.server.model.TestModels.protectedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.model.ProductModel.Component;
import dev.shisa.server.model.ProductModel.Gap;
import dev.shisa.server.model.ProductModel.Said;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is missing from a model, and which ways of connecting nobody has analysed (guide 004, 2.2 and 3.2). */
class ProductModelTest {

    private static final Component CAMERA = component(1, "カメラ本体", "device");
    private static final Component CLOUD = component(2, "クラウド", "cloud");

    private static Pattern pattern(String... tags) {
        return new Pattern(List.of(tags));
    }

    private static long count(ProductModel model, Pattern.State state) {
        return model.patterns().values().stream().filter(s -> s == state).count();
    }

    @Test
    void thereAreSixtyFourCombinationsOfFourConnectorsAndFourTimesTwoWays() {
        assertThat(Pattern.all()).hasSize(64).doesNotHaveDuplicates();
        assertThat(new HashSet<>(Pattern.all().stream().map(Pattern::id).toList())).hasSize(64);
        assertThatThrownBy(() -> pattern("maker")).hasMessageContaining("1 tags, but 5 axes");
    }

    @Test
    void withoutAnyConnectionEveryCombinationWasNeverAnalysed() {
        assertThat(count(model(List.of(), List.of()), Pattern.State.NEVER)).isEqualTo(64);
    }

    @Test
    void aCombinationIsAnalysedOnlyWhenAllItsConnectionsAre() {
        String tags = "maker direct wired fixed dedicated";
        Pattern pattern = pattern(tags.split(" "));
        ProductModel one = model(List.of(CAMERA, CLOUD), List.of(connection(1, 1, 2, tags, true)));
        assertThat(one.patterns()).containsEntry(pattern, Pattern.State.ANALYSED);
        ProductModel two = model(
                List.of(CAMERA, CLOUD), List.of(connection(1, 1, 2, tags, true), connection(2, 2, 1, tags, false)));
        assertThat(two.patterns()).containsEntry(pattern, Pattern.State.OPEN);
        assertThat(count(two, Pattern.State.ANALYSED)).isZero();
    }

    @Test
    void aCompoundConnectionStandsForEachOfItsCombinations() {
        var compound = connection(1, 1, 2, "maker/user direct wired/wireless fixed dedicated", true);
        assertThat(compound.isCompound()).isTrue();
        assertThat(compound.patterns()).hasSize(4);
        assertThat(count(model(List.of(CAMERA, CLOUD), List.of(compound)), Pattern.State.ANALYSED))
                .isEqualTo(4);
        assertThat(connection(2, 1, 2, "maker direct wired fixed dedicated", true)
                        .isCompound())
                .isFalse();
    }

    @Test
    void aConnectionWithAnAxisThatNobodyAnsweredStandsForNoCombination() {
        assertThat(Pattern.of(Map.of(Axis.BY, Set.of("maker"), Axis.ROUTE, Set.of("direct")))).isEmpty();
        assertThat(Pattern.of(Map.of(Axis.BY, Set.of("unknown")))).isEmpty();
    }

    @Test
    void whatCannotOccurIsLeftOutUnlessAConnectionHasIt() {
        ProductModel without = model(List.of(CAMERA, CLOUD), List.of(), "wired");
        assertThat(count(without, Pattern.State.EXCLUDED)).isEqualTo(32);
        assertThat(count(without, Pattern.State.NEVER)).isEqualTo(32);
        ProductModel with = model(
                List.of(CAMERA, CLOUD),
                List.of(connection(1, 1, 2, "maker direct wired fixed dedicated", false)),
                "wired");
        assertThat(count(with, Pattern.State.OPEN)).isEqualTo(1);
        assertThat(count(with, Pattern.State.EXCLUDED)).isEqualTo(31);
        assertThat(with.gaps()).containsExactly(new Gap.Contradicted("connection-1", "つながり1", "wired"));
    }

    @Test
    void rulingOutBothWaysOfAnAxisRulesOutNothing() {
        ProductModel model = model(List.of(CAMERA, CLOUD), List.of(), "wired", "wireless", "shared");
        assertThat(count(model, Pattern.State.EXCLUDED)).isEqualTo(32);
        assertThat(model.gaps()).contains(new Gap.NothingLeft("model.excluded", Axis.MEDIUM));
    }

    @Test
    void aWholeModelLacksNothing() {
        assertThat(camera().gaps()).isEmpty();
        assertThat(camera().isComplete()).isTrue();
        assertThat(count(camera(), Pattern.State.ANALYSED)).isEqualTo(1);
        assertThat(count(camera(), Pattern.State.OPEN)).isEqualTo(1);
        assertThat(count(camera(), Pattern.State.NEVER)).isEqualTo(62);
    }

    @Test
    void oneComponentOrNoConnectionIsNoWhole() {
        assertThat(model(List.of(CAMERA), List.of()).isComplete()).isFalse();
        assertThat(model(List.of(CAMERA, CLOUD), List.of()).isComplete()).isFalse();
    }

    @Test
    void whatNobodyAnsweredOrNobodyKnowsIsMissing() {
        Component open = new Component(
                "component-2", "中継", new Said("gateway", ""), new Said("unknown", ""), "", Said.NOTHING, "", Said.NOTHING);
        List<Gap> gaps = model(
                        List.of(CAMERA, open), List.of(connection(1, 1, 2, "maker direct wired fixed dedicated", true)))
                .gaps();
        assertThat(gaps).singleElement().isInstanceOfSatisfying(Gap.Unanswered.class, gap -> assertThat(gap.keys())
                .extracting(key -> key.value())
                .containsExactly("component.owner", "component.purpose", "component.self", "component.others"));
    }

    @Test
    void aConnectionNeedsTwoEndsThatAreThere() {
        ProductModel gone = model(
                List.of(CAMERA, CLOUD),
                List.of(
                        connection(1, 1, 2, "maker direct wired fixed dedicated", true),
                        connection(2, 1, 9, "maker direct wired fixed dedicated", true),
                        connection(3, 1, 1, "maker direct wired fixed dedicated", true)));
        assertThat(gone.gaps())
                .containsExactly(
                        new Gap.BadEnd("connection-2", "つながり2", false), new Gap.BadEnd("connection-3", "つながり3", true));
        assertThat(gone.connections()).filteredOn(gone::isDrawable).hasSize(1);
    }

    @Test
    void aComponentWithoutAConnectionIsMissingOne() {
        ProductModel model = model(
                List.of(CAMERA, CLOUD, component(3, "ツール", "tool")),
                List.of(connection(1, 1, 2, "maker direct wired fixed dedicated", true)));
        assertThat(model.gaps()).containsExactly(new Gap.Lonely("component-3", "ツール"));
    }

    @Test
    void whoProtectsAnotherMustBeThereAndAnother() {
        var link = connection(1, 1, 2, "maker direct wired fixed dedicated", true);
        assertThat(model(List.of(protectedBy("component-2", CAMERA), CLOUD), List.of(link)).gaps())
                .isEmpty();
        for (String guard : List.of("", "component-1", "component-9")) {
            assertThat(model(List.of(protectedBy(guard, CAMERA), CLOUD), List.of(link)).gaps())
                    .as(guard)
                    .containsExactly(new Gap.BadGuard("component-1", "カメラ本体"));
        }
    }

    @Test
    void whatWasSeenAndIsNotUnderstoodIsUnintendedButNoGap() {
        ProductModel model = model(
                List.of(CAMERA, CLOUD, component(3, "不明な機器", "unknown")),
                List.of(
                        connection(1, 1, 2, "maker direct wired fixed dedicated", true),
                        observed(connection(2, 3, 1, "attacker direct wired dynamic shared", false))));
        assertThat(model.gaps()).isEmpty();
        assertThat(model.unintended()).extracting(c -> c.code()).containsExactly("connection-2");
    }

    @Test
    void nobodyAsksAnAttackersEquipmentForProtection() {
        Component attacker = new Component(
                "component-2", "攻撃者", new Said("attacker", ""), Said.NOTHING, "", Said.NOTHING, "", Said.NOTHING);
        ProductModel model = model(
                List.of(CAMERA, attacker), List.of(connection(1, 2, 1, "attacker direct wireless dynamic shared", true)));
        assertThat(model.gaps()).isEmpty();
        assertThat(attacker.hasDuties()).isFalse();
    }

    @Test
    void allFivePropertiesMakeASystemOfSystems() {
        Set<String> five = Set.of("operation", "management", "evolution", "emergence", "distribution");
        assertThat(new ProductModel(List.of(), List.of(), Set.of(), five).isSystemOfSystems())
                .isTrue();
        assertThat(new ProductModel(List.of(), List.of(), Set.of(), Set.of("operation")).isSystemOfSystems())
                .isFalse();
    }
}
