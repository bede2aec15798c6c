package dev.shisa.server.evidence;

import dev.shisa.conformity.Subject;
import dev.shisa.server.platform.Versions;
import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import dev.shisa.server.product.Series;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Whether what was tested is what the facts are about. A test of another firmware or another model shows nothing of this one,
 * however good it is; so it is not taken as evidence of it. Words that name neither are left to whoever confirms.
 */
@Component
class Unit {

    private final Products products;

    Unit(Products products) {
        this.products = products;
    }

    /** What the record names, and what it would have to be. */
    record Other(RecordField field, String said, String registered) {}

    /** @param scopes what the facts are about */
    List<Other> others(Series series, Map<String, String> record, Set<Subject.Kind> scopes) {
        List<Other> others = new ArrayList<>();
        String model = record.getOrDefault(RecordField.MODEL.id(), "");
        List<String> models =
                products.models(series.id()).stream().map(Model::number).toList();
        boolean ofProduct = scopes.contains(Subject.Kind.PRODUCT) || scopes.contains(Subject.Kind.RELEASE);
        if (ofProduct
                && RecordField.MODEL.isIn(record)
                && !models.isEmpty()
                && !names(model, series.code())
                && models.stream().noneMatch(known -> names(model, known))) {
            others.add(new Other(RecordField.MODEL, model, models.stream().collect(Collectors.joining(", "))));
        }
        String firmware = record.getOrDefault(RecordField.FIRMWARE.id(), "");
        UUID designated = series.designated();
        if (scopes.contains(Subject.Kind.RELEASE) && designated != null) {
            products.release(designated)
                    .map(Release::name)
                    .filter(release -> Versions.differ(firmware, release))
                    .ifPresent(release -> others.add(new Other(RecordField.FIRMWARE, firmware, release)));
        }
        return others;
    }

    private static boolean names(String text, String number) {
        return squeezed(text).contains(squeezed(number));
    }

    private static String squeezed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
