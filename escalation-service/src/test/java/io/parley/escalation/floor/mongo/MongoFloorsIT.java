package io.parley.escalation.floor.mongo;

import io.parley.escalation.WholeService;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.FloorsContract;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The stored floors keep what the contract says. */
@WholeService
class MongoFloorsIT implements FloorsContract {

    @Autowired
    private ReactiveMongoTemplate mongo;

    @Override
    public Floors floors() {
        return new MongoFloors(mongo);
    }
}
