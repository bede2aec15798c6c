package dev.shisa.server.shipment;

import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.ReleaseCautions;
import dev.shisa.server.product.Series;
import dev.shisa.server.shipment.ShippingGround.Says;
import dev.shisa.server.shipment.ShippingGround.Sentence;
import dev.shisa.server.shipment.ShippingStops.May;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The one answer to "may it be shipped?", for factory, build server and people: the stops of shipment and whatever other capabilities
 * know ({@link ShippingGround}: known vulnerabilities, the maker's own advisories, verification). Yes only if every ground says yes;
 * one no is a no; what is not known is not a yes.
 */
@Component
public class MayShip implements ReleaseCautions {

    private static final String STOPS = "stops";
    private static final String VERSION = "version";

    private final StopStore stops;
    private final ObjectProvider<ShippingGround> grounds;
    private final Messages messages;
    private final InstantSource clock;

    MayShip(StopStore stops, ObjectProvider<ShippingGround> grounds, Messages messages, InstantSource clock) {
        this.stops = stops;
        this.grounds = grounds;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * The answer with all grounds, also those that have nothing against it.
     *
     * @param stops numbers of the stops that concern the devices, or may
     */
    public record Answer(May may, List<Ground> grounds, List<String> stops) {

        public Answer {
            grounds = List.copyOf(grounds);
            stops = List.copyOf(stops);
        }
    }

    /** What one ground says, by its id. */
    public record Ground(String id, Says says) {}

    /** Whether a version may be shipped, whatever model, lot and serial number it is for. */
    @Transactional(readOnly = true)
    public Answer of(Series series, Release release) {
        return of(series, release, new Item(null, release.id(), "", List.of()));
    }

    /**
     * Whether devices may be shipped today.
     *
     * @param release the version in them; null: it is not said, so no more than {@code UNCLEAR} can be answered
     */
    @Transactional(readOnly = true)
    public Answer of(Series series, @Nullable Release release, Item item) {
        ShippingStops.Ruling ruling =
                new ShippingStops(stops.of(series.id())).may(item, LocalDate.ofInstant(clock.instant(), Ui.ZONE));
        List<Ground> all = new ArrayList<>();
        String codes = String.join(", ", ruling.stops());
        all.add(new Ground(
                STOPS,
                new Says(
                        ruling.may(),
                        switch (ruling.may()) {
                            case YES -> List.of();
                            case NO -> List.of(Sentence.of("shipping.ground.stops.no", codes));
                            case UNCLEAR -> List.of(Sentence.of("shipping.ground.stops.unclear", codes));
                        },
                        ruling.stops().isEmpty()
                                ? StopPages.ALL
                                : StopPages.ALL + "/" + ruling.stops().getFirst())));
        if (release == null) {
            all.add(new Ground(
                    VERSION,
                    new Says(
                            May.UNCLEAR,
                            List.of(Sentence.of("shipping.ground.version.unclear")),
                            "/products/" + URLEncoder.encode(series.code(), StandardCharsets.UTF_8) + "/releases")));
        } else {
            grounds.orderedStream()
                    .forEach(ground -> all.add(new Ground(ground.id(), ground.says(series, release, item.model()))));
        }
        return new Answer(together(all.stream().map(one -> one.says().may()).toList()), all, ruling.stops());
    }

    /** Yes only if all say so. */
    static May together(List<May> all) {
        return all.contains(May.NO) ? May.NO : all.contains(May.UNCLEAR) ? May.UNCLEAR : May.YES;
    }

    @Override
    public List<Caution> against(Series series, Release release, Locale locale) {
        return of(series, release).grounds().stream()
                .filter(ground -> ground.says().may() != May.YES)
                .map(ground -> new Caution(
                        ground.says().may() == May.NO,
                        ground.id().equals(STOPS),
                        messages.get(locale, "shipping.ground." + ground.id()),
                        sentences(ground.says(), locale),
                        ground.says().href()))
                .toList();
    }

    /** The sentences of a ground in a language. */
    public List<String> sentences(Says says, Locale locale) {
        return says.sentences().stream().map(one -> sentence(one, locale)).toList();
    }

    /** A sentence in a language. */
    public String sentence(Sentence one, Locale locale) {
        return messages.get(
                locale,
                one.key(),
                one.args().stream()
                        .map(arg -> arg instanceof Sentence inner ? sentence(inner, locale) : arg)
                        .toArray());
    }

    /** How a page shows the answer. */
    public ShippingView.May view(Answer answer, Ui ui) {
        String code = answer.may().name().toLowerCase(Locale.ROOT);
        return new ShippingView.May(
                shape(answer.may()),
                ui.t("shipping.may." + code),
                answer.grounds().stream()
                        .map(ground -> new ShippingView.Ground(
                                shape(ground.says().may()),
                                ui.t("shipping.ground." + ground.id()),
                                ground.says().sentences().isEmpty()
                                        ? List.of(ui.t("shipping.ground.nothing"))
                                        : sentences(ground.says(), ui.locale()),
                                ground.says().href()))
                        .toList());
    }

    private static String shape(May may) {
        return switch (may) {
            case YES -> "met";
            case NO -> "not-met";
            case UNCLEAR -> "unknown";
        };
    }
}
