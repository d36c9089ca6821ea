package io.parley.completion.key;

import java.net.InetAddress;
import java.util.List;
import reactor.core.publisher.Mono;

/** The addresses that names of hosts stand for. */
interface HostAddresses {

    /** All addresses of a name, or the one that an address in writing is; empty where there is none. */
    Mono<List<InetAddress>> find(String host);
}
