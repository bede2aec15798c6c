package dev.shisa.server.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.conformity.Layer;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Subject;
import dev.shisa.server.ServerTest;
import dev.shisa.server.platform.Problem;
import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.account.Role;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@RecordApplicationEvents
class ProductsTest extends ServerTest {

    /** The signer looked at all: of others a statement says nothing, and they count as touched. */
    private static final Set<String> ALL_GUIDES = Set.of("jcstar1", "iotgl", "psirt-guide", "sme-guide", "tsunagaru");

    private static final RequirementId LOG_IN = new RequirementId("jcstar1", "S1.1-02");
    private static final RequirementId UPDATE = new RequirementId("jcstar1", "S1.1-06");
    private static final RequirementId PORTS = new RequirementId("jcstar1", "S1.1-13");

    @Autowired
    Products products;

    @Autowired
    ApplicationEvents events;

    private Person quality = new Person(new UUID(0, 0), "", "", "ja", Set.of(), Set.of());

    @BeforeEach
    void someone() {
        emptyDatabase();
        quality = person(Role.QUALITY);
    }

    // Creating

    @Test
    void createsASeriesWithItsModelsAndItsFirstReleaseDesignated() {
        Series series = products.create(
                new NewSeries("MC-200", "MC-200シリーズ", "ネットワークカメラ", "", List.of("MC-200", "", " MC-200B "), "2.4.1"),
                quality);

        assertThat(products.models(series.id())).extracting(Model::number).containsExactly("MC-200", "MC-200B");
        assertThat(products.designated(series)).map(Release::name).contains("2.4.1");
        assertThat(events.stream(SeriesCreated.class)).containsExactly(new SeriesCreated(series.id()));
        assertThat(acts()).contains("series.create");
        assertThat(products.require("mc-200", quality)).isEqualTo(series);
    }

    @Test
    void refusesACodeThatAnotherSeriesHasInWhateverLetters() {
        create("MC-200");

        assertThatThrownBy(() -> create("mc-200"))
                .isInstanceOfSatisfying(
                        InputRefused.class,
                        e -> assertThat(e.mistakes())
                                .extracting(InputRefused.Mistake::field, InputRefused.Mistake::code)
                                .containsExactly(org.assertj.core.groups.Tuple.tuple("code", "code-taken")));
    }

    @Test
    void namesEveryMistakeAtOnceAndStoresNothing() {
        assertThatThrownBy(() -> products.create(
                        new NewSeries("../etc", "名".repeat(201), "", "", List.of("A-1", "A-2", "A-1"), "2.4\u0000"),
                        quality))
                .isInstanceOfSatisfying(
                        InputRefused.class,
                        e -> assertThat(e.mistakes())
                                .extracting(InputRefused.Mistake::field, InputRefused.Mistake::code)
                                .containsExactlyInAnyOrder(
                                        org.assertj.core.groups.Tuple.tuple("name", "long"),
                                        org.assertj.core.groups.Tuple.tuple("kind", "empty"),
                                        org.assertj.core.groups.Tuple.tuple("code", "code"),
                                        org.assertj.core.groups.Tuple.tuple("models", "model-twice"),
                                        org.assertj.core.groups.Tuple.tuple("release", "control")));
        assertThat(count("series")).isZero();
    }

    @Test
    void keepsASeriesToFiveHundredModels() {
        Series series = create("MC-200");
        List<Products.NewModel> many = java.util.stream.IntStream.rangeClosed(1, 501)
                .mapToObj(i -> new Products.NewModel("M-" + i, ""))
                .toList();

        assertThatThrownBy(() -> products.addModels(series, many, quality)).isInstanceOf(InputRefused.class);
        products.addModels(series, many.subList(0, 500), quality);

        assertThat(products.models(series.id())).hasSize(500);
        assertThatThrownBy(() -> products.addModels(series, List.of(new Products.NewModel("one more", "")), quality))
                .isInstanceOf(InputRefused.class);
    }

    @Test
    void doesNotLetALimitedPersonCreateASeries() {
        Series own = create("MC-200");
        Person limited = person(Set.of(own.id()), Role.QUALITY);

        assertThatThrownBy(() -> products.create(new NewSeries("X", "X", "X", "", List.of(), ""), limited))
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.status()).isEqualTo(403));
    }

    @Test
    void hidesASeriesOutsideThePersonsScopeFromEveryAct() {
        Series own = create("MC-200");
        Series other = create("MC-100");
        Person limited = person(Set.of(own.id()), Role.QUALITY);

        assertThat(products.visibleTo(limited, 0, 10)).containsExactly(own);
        assertThat(products.require("MC-200", limited)).isEqualTo(own);
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable act :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        () -> products.require("MC-100", limited),
                        () -> products.edit(other, limited),
                        () -> products.archive(other, true, limited),
                        () -> products.addModels(other, List.of(new Products.NewModel("A", "")), limited),
                        () -> products.addRelease(other, "1.0", null, "", null, limited),
                        () -> products.addItem(other, "login", "web", "", limited))) {
            assertThatThrownBy(act)
                    .isInstanceOfSatisfying(
                            Problem.class, e -> assertThat(e.status()).isEqualTo(404));
        }
    }

    @Test
    void refusesAnEditThatCameFromAnOlderVersion() {
        Series series = create("MC-200");
        products.edit(renamed(series, "first"), quality);

        assertThatThrownBy(() -> products.edit(renamed(series, "second"), quality))
                .isInstanceOf(ChangedMeanwhile.class);
        assertThat(products.byId(series.id())).map(Series::name).contains("first");
    }

    // Where facts are looked up

    @Test
    void looksFactsUpInProductAndOrganisationWhileThereIsNoRelease() {
        Series series = create("MC-200");

        assertThat(products.target(series).layers())
                .containsExactly(new Layer.Own(product(series)), new Layer.Own(organisation()));
        assertThatThrownBy(() -> products.subject(series, Subject.Kind.RELEASE))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("series.no-release"));
    }

    @Test
    void looksFactsUpInTheDesignatedReleaseFirst() {
        Series series = withRelease("MC-200", "1.0");
        Release release = products.designated(series).orElseThrow();

        assertThat(products.target(series).layers())
                .containsExactly(
                        new Layer.Own(release(release)), new Layer.Own(product(series)), new Layer.Own(organisation()));
        assertThat(products.subject(series, Subject.Kind.RELEASE)).isEqualTo(release(release));
        assertThat(products.subject(series, Subject.Kind.PRODUCT)).isEqualTo(product(series));
        assertThat(products.subject(series, Subject.Kind.ORGANISATION)).isEqualTo(organisation());
    }

    @Test
    void takesEveryRequirementForTouchedWhileTheChangeImpactIsNotSigned() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release second = next(series, "1.1", first);

        assertInheritsNothing(series, first);
        assertThat(layer(series, first).isTouched(PORTS)).isTrue();
        assertThat(products.impact(second.id())).isEmpty();
    }

    @Test
    void inheritsWhatTheSignedChangeImpactDoesNotTouch() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release second = next(series, "1.1", first);

        signAndConfirm(series, second, Set.of(LOG_IN), "the log-in page was rewritten");

        assertInherits(series, first, Set.of(LOG_IN));
        assertThat(events.stream(ImpactSigned.class))
                .as("the signature and its confirmation")
                .containsExactly(new ImpactSigned(series.id()), new ImpactSigned(series.id()));
        assertThat(jdbc.sql("SELECT convert_from(body, 'UTF8') FROM ledger_outbox WHERE kind = 'change-impact/1'")
                        .query(String.class)
                        .single())
                .contains("jcstar1/S1.1-02", "the log-in page was rewritten");
    }

    private void signAndConfirm(Series series, Release release, Set<RequirementId> touched, String reason) {
        ChangeImpact signed = products.signImpact(series, release.id(), ALL_GUIDES, touched, reason, quality);
        products.confirmImpact(series, release.id(), signed.id(), person(Role.QUALITY));
    }

    private void assertInherits(Series series, Release predecessor, Set<RequirementId> touched) {
        assertThat(layer(series, predecessor)).isInstanceOfSatisfying(Layer.Inherited.class, layer -> {
            assertThat(layer.subject()).isEqualTo(release(predecessor));
            assertThat(layer.signed()).isTrue();
            assertThat(layer.touched()).isEqualTo(touched);
            assertThat(layer.statements()).isNotEmpty();
        });
    }

    private void assertInheritsNothing(Series series, Release predecessor) {
        assertThat(layer(series, predecessor)).isInstanceOfSatisfying(Layer.Inherited.class, layer -> {
            assertThat(layer.subject()).isEqualTo(release(predecessor));
            assertThat(layer.signed()).isFalse();
        });
    }

    @Test
    void nobodyAloneSaysWhatAChangeLeavesAsItWas() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release second = next(series, "1.1", first);
        ChangeImpact signed =
                products.signImpact(series, second.id(), ALL_GUIDES, Set.of(), "only words were changed", quality);
        assertInheritsNothing(series, first);
        assertThat(signed.waits()).isTrue();
        assertThatThrownBy(() -> products.confirmImpact(series, second.id(), signed.id(), quality))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("impact.second"));

        ChangeImpact again =
                products.signImpact(series, second.id(), ALL_GUIDES, Set.of(), "only two words were changed", quality);
        Person other = person(Role.EXECUTIVE);
        assertThatThrownBy(() -> products.confirmImpact(series, second.id(), signed.id(), other))
                .as("what was read is not what is signed now")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("impact.changed"));
        assertThat(products.confirmImpact(series, second.id(), again.id(), other)
                        .waits())
                .isFalse();
        assertInherits(series, first, Set.of());
        assertThatThrownBy(() -> products.confirmImpact(series, second.id(), again.id(), other))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("impact.counts"));
        assertThat(jdbc.sql(
                                "SELECT convert_from(body, 'UTF8') FROM ledger_outbox WHERE kind = 'change-impact-confirmed/1'")
                        .query(String.class)
                        .single())
                .contains(again.id().toString(), other.id().toString());

        products.signImpact(series, second.id(), ALL_GUIDES, Set.of(), "only three words were changed", other);
        assertInheritsNothing(series, first);
        ChangeImpact harmless = products.signImpact(
                series, second.id(), ALL_GUIDES, Set.of(LOG_IN), "only the log-in page was changed", quality);
        assertThat(harmless.waits())
                .as("one criterion that is ticked does not make up for all that are not")
                .isTrue();
        assertInheritsNothing(series, first);
        assertThat(products.waitingImpacts(other, 10))
                .extracting(ProductStore.Waiting::release)
                .containsExactly(second.id());
        products.confirmImpact(series, second.id(), harmless.id(), other);
        assertInherits(series, first, Set.of(LOG_IN));
    }

    @Test
    void addsUpWhatTheStatementsAlongTheChainTouchAndStopsAtAnUnsignedOne() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release second = next(series, "1.1", first);
        Release third = next(fresh(series), "1.2", second);
        signAndConfirm(series, third, Set.of(UPDATE), "updater");

        assertInherits(series, second, Set.of(UPDATE));
        assertInheritsNothing(series, first);

        signAndConfirm(series, second, Set.of(LOG_IN), "log-in");

        assertInherits(series, first, Set.of(UPDATE, LOG_IN));
    }

    @Test
    void replacesASignatureByALaterOneAndKeepsBoth() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release second = next(series, "1.1", first);
        signAndConfirm(series, second, Set.of(), "only words");

        signAndConfirm(series, second, Set.of(PORTS), "a port was opened after all");

        assertInherits(series, first, Set.of(PORTS));
        assertThat(layer(series, first).isTouched(PORTS)).isTrue();
        assertThat(products.impacts(second.id())).hasSize(2);
    }

    @Test
    void forgetsTheSignatureWhenTheReleaseGetsAnotherPredecessor() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release branch = products.addRelease(series, "0.9", null, "", null, quality);
        Release second = next(series, "1.1", first);
        signAndConfirm(series, second, Set.of(), "only words");

        products.editRelease(
                new Release(second.id(), series.id(), "1.1", null, "", branch.id(), second.version()), quality);

        assertInheritsNothing(series, branch);
        assertThat(events.stream(DesignatedReleaseChanged.class)).hasSize(2);
    }

    @Test
    void refusesPredecessorsThatGoInACircle() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release second = next(series, "1.1", first);

        assertThatThrownBy(() -> products.editRelease(
                        new Release(first.id(), series.id(), "1.0", null, "", second.id(), first.version()), quality))
                .isInstanceOf(InputRefused.class);
    }

    @Test
    void tellsWhichSeriesReadASubject() {
        Series series = withRelease("MC-200", "1.0");
        Release first = products.designated(series).orElseThrow();
        Release side = products.addRelease(series, "0.9", null, "", null, quality);
        next(series, "1.1", first);
        Series other = create("MC-100");

        assertThat(products.reading(organisation())).extracting(Series::code).containsExactly("MC-200", "MC-100");
        assertThat(products.reading(product(other))).containsExactly(other);
        assertThat(products.reading(release(first))).extracting(Series::code).containsExactly("MC-200");
        assertThat(products.reading(release(side))).isEmpty();
        assertThat(products.reading(new Subject(Subject.Kind.RELEASE, ids.next())))
                .isEmpty();
    }

    // Register items

    @Test
    void givesEachItemACodeThatIsNeverUsedAgain() {
        Series series = create("MC-200");
        RegisterItem web = products.addItem(series, "login", "管理画面(Web)", "", quality);
        RegisterItem ssh = products.addItem(series, "login", "SSH", "", quality);
        products.removeItem(series, ssh.id(), ssh.version(), quality);
        RegisterItem rtsp = products.addItem(series, "login", "RTSP", "", quality);

        assertThat(web.code()).isEqualTo("login-1");
        assertThat(rtsp.code()).isEqualTo("login-3");
        assertThat(products.items(series.id(), "login"))
                .extracting(RegisterItem::name)
                .containsExactly("管理画面(Web)", "RTSP");
        assertThat(products.itemNames(series.id()))
                .containsEntry("login-2", "SSH")
                .hasSize(3);
        assertThatThrownBy(() -> products.addItem(series, "login", "RTSP", "", quality))
                .isInstanceOf(InputRefused.class);
        assertThatThrownBy(() -> products.renameItem(series, web.id(), "Web", "", web.version() + 1, quality))
                .isInstanceOf(ChangedMeanwhile.class);
    }

    private Series create(String code) {
        return products.create(new NewSeries(code, code + "シリーズ", "ネットワークカメラ", "", List.of(), ""), quality);
    }

    private Series withRelease(String code, String release) {
        return products.create(new NewSeries(code, code, "ネットワークカメラ", "", List.of(code), release), quality);
    }

    private Release next(Series series, String name, Release before) {
        Release release = products.addRelease(series, name, null, "", before.id(), quality);
        products.designate(series, release.id(), quality);
        return release;
    }

    private Layer layer(Series series, Release release) {
        return products.target(fresh(series)).layers().stream()
                .filter(layer -> layer.subject().equals(release(release)))
                .findFirst()
                .orElseThrow();
    }

    private Series fresh(Series series) {
        return products.byId(series.id()).orElseThrow();
    }

    private static Series renamed(Series series, String name) {
        return new Series(
                series.id(),
                series.code(),
                name,
                series.nameEn(),
                series.kind(),
                series.about(),
                series.designated(),
                series.version());
    }

    private static Subject product(Series series) {
        return new Subject(Subject.Kind.PRODUCT, series.id());
    }

    private static Subject release(Release release) {
        return new Subject(Subject.Kind.RELEASE, release.id());
    }

    private Subject organisation() {
        return new Subject(
                Subject.Kind.ORGANISATION,
                UUID.fromString(settings.get("organisation.id").orElseThrow()));
    }
}
