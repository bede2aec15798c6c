package dev.shisa.server.audience;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a business between the maker and the users is (guide 004, 指針16: those concerned other than general users). */
public enum BusinessKind {
    /** 代理店. */
    DEALER,
    /** 販売店. */
    SHOP,
    /** インテグレータ, who builds it into something. */
    INTEGRATOR,
    /** 保守者. */
    MAINTAINER,
    /** 運用者. */
    OPERATOR,
    /** 企業利用者. */
    ENTERPRISE,
    /** 中古販売. */
    USED,
    /** ISAC and CSIRT partners. */
    CSIRT;

    static final List<BusinessKind> ALL = List.of(values());

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<BusinessKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
}
