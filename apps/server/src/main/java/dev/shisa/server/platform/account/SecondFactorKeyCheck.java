package dev.shisa.server.platform.account;

import dev.shisa.server.platform.doctor.Check;
import dev.shisa.server.platform.storage.SealedSecrets;
import org.springframework.stereotype.Component;

/** Whether the key is there without which no code of an app can be checked. */
@Component
class SecondFactorKeyCheck implements Check {

    private final SecondFactors factors;
    private final SealedSecrets sealed;

    SecondFactorKeyCheck(SecondFactors factors, SealedSecrets sealed) {
        this.factors = factors;
        this.sealed = sealed;
    }

    @Override
    public String id() {
        return "second-factor";
    }

    @Override
    public int position() {
        return 45;
    }

    @Override
    public Finding look() {
        int people = factors.inUse();
        if (people == 0) {
            return new Finding.Ok(people);
        }
        return switch (sealed.look()) {
            case MISSING -> new Finding.Bad("missing", people, sealed.file());
            case UNREADABLE -> new Finding.Bad("unreadable", people, sealed.file());
            case PRESENT -> {
                int lost = factors.lost();
                yield lost == 0 ? new Finding.Ok(people) : new Finding.Bad("other", lost, sealed.file());
            }
        };
    }
}
