package io.parley.escalation.floor;

class InMemoryOpenWorkTests implements OpenWorkContract {

    private final InMemoryOpenWork openWork = new InMemoryOpenWork();

    @Override
    public OpenWork openWork() {
        return openWork;
    }
}
