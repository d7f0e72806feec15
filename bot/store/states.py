"""What has become of an update; the numbers stand in the database."""

WAITING, ANSWERED, GIVEN_UP, DROPPED = 0, 1, 2, 3
