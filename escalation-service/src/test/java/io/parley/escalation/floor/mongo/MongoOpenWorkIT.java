package io.parley.escalation.floor.mongo;

import io.parley.escalation.WholeService;
import io.parley.escalation.floor.OpenWork;
import io.parley.escalation.floor.OpenWorkContract;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** The stored open work keeps what the contract says. */
@WholeService
class MongoOpenWorkIT implements OpenWorkContract {

    @Autowired
    private ReactiveMongoTemplate mongo;

    @Override
    public OpenWork openWork() {
        return new MongoOpenWork(mongo);
    }
}
