package dev.tidemark.reconciler.capture;

/** The same with 1,000 snapshots, each of which waits for the disk. */
class QuietClusterCampaign extends QuietClusterTest {

    @Override
    int snapshots() {
        return 1000;
    }
}
