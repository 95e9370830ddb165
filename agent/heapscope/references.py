"""The references that the capture itself holds, by address, so that counts are those of the program."""


class OwnReferences(dict):
    def add(self, address, count=1):
        self[address] = self.get(address, 0) + count
