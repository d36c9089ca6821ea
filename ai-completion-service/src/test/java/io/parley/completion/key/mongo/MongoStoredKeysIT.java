package io.parley.completion.key.mongo;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import io.parley.completion.key.StoredKeys;
import io.parley.completion.key.StoredKeysContract;
import io.parley.testkit.Backends;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

class MongoStoredKeysIT implements StoredKeysContract {

    private static MongoClient client;

    @BeforeAll
    static void connect() {
        client = MongoClients.create(Backends.mongoUri());
    }

    @AfterAll
    static void leave() {
        client.close();
    }

    @Override
    public StoredKeys keys() {
        var mongo = new ReactiveMongoTemplate(client, "parley_stored_keys");
        mongo.dropCollection("api_keys").block(LIMIT);
        return new MongoStoredKeys(mongo);
    }
}
