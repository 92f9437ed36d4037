export const handler = async (): Promise<string> => 'paid';
