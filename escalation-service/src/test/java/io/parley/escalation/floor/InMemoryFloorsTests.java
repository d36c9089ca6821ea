package io.parley.escalation.floor;

class InMemoryFloorsTests implements FloorsContract {

    private final InMemoryFloors floors = new InMemoryFloors();

    @Override
    public Floors floors() {
        return floors;
    }
}
