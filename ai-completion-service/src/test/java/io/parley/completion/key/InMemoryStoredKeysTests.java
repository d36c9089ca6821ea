package io.parley.completion.key;

class InMemoryStoredKeysTests implements StoredKeysContract {

    @Override
    public StoredKeys keys() {
        return new InMemoryStoredKeys();
    }
}
