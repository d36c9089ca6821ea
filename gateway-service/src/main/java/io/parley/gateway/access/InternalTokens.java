package io.parley.gateway.access;

/** The credential the services believe: says who the gateway found the caller to be. */
public interface InternalTokens {

    String mint(Caller caller);
}
