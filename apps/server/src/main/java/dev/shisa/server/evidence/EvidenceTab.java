package dev.shisa.server.evidence;

import dev.shisa.server.product.Products;
import dev.shisa.server.product.SeriesPlace;
import dev.shisa.server.product.SeriesTab;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** エビデンス among the tabs of a series. */
@Configuration(proxyBeanMethods = false)
class EvidenceTab {

    private static final Pattern ONE = Pattern.compile("/evidence/([A-Z0-9-]{1,20})(?:/.*)?");

    @Bean
    SeriesTab evidenceInSeries() {
        return new SeriesTab(SeriesTab.Part.EVIDENCE, 1, "evidence", "/evidence");
    }

    @Bean
    SeriesPlace evidenceOfSeries(EvidenceStore store, Products products) {
        return (uri, person) -> {
            Matcher one = ONE.matcher(uri);
            return one.matches()
                    ? store.seriesOf(one.group(1))
                            .filter(person::sees)
                            .flatMap(products::byId)
                            .map(series -> "/products/" + series.code() + uri)
                    : Optional.empty();
        };
    }
}
