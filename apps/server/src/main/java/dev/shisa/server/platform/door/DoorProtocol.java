package dev.shisa.server.platform.door;

import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over {@link DoorEndpoint}. The container makes it by its name, so it is public. */
public final class DoorProtocol extends Http11NioProtocol {

    public DoorProtocol() {
        this(new DoorEndpoint());
    }

    private DoorProtocol(DoorEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    private final DoorEndpoint endpoint;

    void limit(Connections connections) {
        endpoint.limit(connections);
    }
}
