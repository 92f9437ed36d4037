import { type aws_iam as iam, Stack, type aws_s3 as s3 } from 'aws-cdk-lib';
import type { DeclaredAccess } from './declared-access';
import { refuseInexact } from './exact-names';
import { accessToArn } from './operations';
import { declareAccess } from './reference-access';
import { passRole } from './role-access';
import { joinAccess, onEveryResource, ScopedAccess } from './scoped-access';

/** Access to Textract. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class TextractAccess {
  /** @internal */
  public static _of(): TextractAccess {
    return new TextractAccess();
  }

  private constructor() {}

  /**
   * Find text in documents: `DetectDocumentText`.
   *
   * @example
   * Access.textract().detectText();
   */
  public detectText(): DeclaredAccess {
    return onEveryResource(['textract:DetectDocumentText']);
  }

  /** Find forms, tables and answers in documents: `AnalyzeDocument`. */
  public analyzeDocuments(): DeclaredAccess {
    return onEveryResource(['textract:AnalyzeDocument']);
  }

  /** Read invoices and receipts: `AnalyzeExpense`. */
  public analyzeExpenses(): DeclaredAccess {
    return onEveryResource(['textract:AnalyzeExpense']);
  }

  /** Read identity documents: `AnalyzeID`. */
  public analyzeIds(): DeclaredAccess {
    return onEveryResource(['textract:AnalyzeID']);
  }

  /** Find text in long documents, and fetch it when it is found: `StartDocumentTextDetection`, `GetDocumentTextDetection`. */
  public detectTextAsync(notification?: iam.IRole): DeclaredAccess {
    return withRole(notification, 'textract.amazonaws.com', ['textract:GetDocumentTextDetection', 'textract:StartDocumentTextDetection']);
  }

  /**
   * Find forms, tables and answers in long documents, and fetch them: `StartDocumentAnalysis`, `GetDocumentAnalysis`.
   *
   * @param notification the role with which Textract says that it is done
   */
  public analyzeDocumentsAsync(notification?: iam.IRole): DeclaredAccess {
    return withRole(notification, 'textract.amazonaws.com', ['textract:GetDocumentAnalysis', 'textract:StartDocumentAnalysis']);
  }
}

/** Access to Rekognition, for images that the call brings along or that are in a bucket. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class RekognitionAccess {
  /** @internal */
  public static _of(): RekognitionAccess {
    return new RekognitionAccess();
  }

  private constructor() {}

  /**
   * Name what is in an image: `DetectLabels`.
   *
   * @example
   * Access.rekognition().detectLabels();
   */
  public detectLabels(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectLabels']);
  }

  /** Read text in an image: `DetectText`. */
  public detectText(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectText']);
  }

  /** Find faces in an image: `DetectFaces`. */
  public detectFaces(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectFaces']);
  }

  /** Compare faces of two images: `CompareFaces`. */
  public compareFaces(): DeclaredAccess {
    return onEveryResource(['rekognition:CompareFaces']);
  }

  /** Find what is not for everyone in an image: `DetectModerationLabels`. */
  public moderate(): DeclaredAccess {
    return onEveryResource(['rekognition:DetectModerationLabels']);
  }

  /** Name well-known people in an image: `RecognizeCelebrities`. */
  public recognizeCelebrities(): DeclaredAccess {
    return onEveryResource(['rekognition:RecognizeCelebrities']);
  }

  /** Find the faces of a collection in images: `SearchFacesByImage`. */
  public searchFaces(collectionArn: string): DeclaredAccess {
    return accessToArn(collectionArn, ['rekognition:SearchFacesByImage']);
  }

  /** Add the faces of images to a collection: `IndexFaces`. */
  public indexFaces(collectionArn: string): DeclaredAccess {
    return accessToArn(collectionArn, ['rekognition:IndexFaces']);
  }

  /** Take faces out of a collection: `DeleteFaces`. */
  public deleteFaces(collectionArn: string): DeclaredAccess {
    return accessToArn(collectionArn, ['rekognition:DeleteFaces']);
  }

  /** Find what a model of your own knows: `DetectCustomLabels`. */
  public detectCustomLabels(modelArn: string): DeclaredAccess {
    return accessToArn(modelArn, ['rekognition:DetectCustomLabels']);
  }

  /**
   * Name what is in a video, and fetch it: `StartLabelDetection`, `GetLabelDetection`.
   *
   * @param notification the role with which Rekognition says that it is done
   */
  public detectLabelsInVideo(notification?: iam.IRole): DeclaredAccess {
    return withRole(notification, 'rekognition.amazonaws.com', ['rekognition:GetLabelDetection', 'rekognition:StartLabelDetection']);
  }

  /** Find what is not for everyone in a video, and fetch it: `StartContentModeration`, `GetContentModeration`. */
  public moderateVideo(notification?: iam.IRole): DeclaredAccess {
    return withRole(notification, 'rekognition.amazonaws.com', ['rekognition:GetContentModeration', 'rekognition:StartContentModeration']);
  }
}

/** Access to Translate. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class TranslateAccess {
  /** @internal */
  public static _of(): TranslateAccess {
    return new TranslateAccess();
  }

  private constructor() {}

  /**
   * Translate text: `TranslateText`.
   *
   * @example
   * Access.translate().translateText();
   */
  public translateText(): DeclaredAccess {
    return onEveryResource(['translate:TranslateText']);
  }

  /** Translate documents: `TranslateDocument`. */
  public translateDocuments(): DeclaredAccess {
    return onEveryResource(['translate:TranslateDocument']);
  }

  /**
   * Translate many documents at once, and ask how far it is: `StartTextTranslationJob`, `DescribeTextTranslationJob`.
   *
   * @param dataAccess the role with which Translate reads and writes the documents
   */
  public translateInBatches(dataAccess: iam.IRole): DeclaredAccess {
    return withRole(dataAccess, 'translate.amazonaws.com', ['translate:DescribeTextTranslationJob', 'translate:StartTextTranslationJob']);
  }
}

/** Access to Polly. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class PollyAccess {
  /** @internal */
  public static _of(): PollyAccess {
    return new PollyAccess();
  }

  private constructor() {}

  /**
   * Speak text: `SynthesizeSpeech`.
   *
   * @example
   * Access.polly().synthesizeSpeech();
   */
  public synthesizeSpeech(): DeclaredAccess {
    return onEveryResource(['polly:SynthesizeSpeech']);
  }

  /** List the voices: `DescribeVoices`. */
  public describeVoices(): DeclaredAccess {
    return onEveryResource(['polly:DescribeVoices']);
  }

  /** Speak long text, and fetch it: `StartSpeechSynthesisTask`, `GetSpeechSynthesisTask`. The bucket that it goes to is access of its own. */
  public synthesizeSpeechAsync(): DeclaredAccess {
    return onEveryResource(['polly:GetSpeechSynthesisTask', 'polly:StartSpeechSynthesisTask']);
  }
}

/** Access to Comprehend. AWS takes these calls on `*`, and knows no condition that narrows them. */
export class ComprehendAccess {
  /** @internal */
  public static _of(): ComprehendAccess {
    return new ComprehendAccess();
  }

  private constructor() {}

  /**
   * Judge the mood of text: `DetectSentiment`.
   *
   * @example
   * Access.comprehend().detectSentiment();
   */
  public detectSentiment(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectSentiment']);
  }

  /** Find names, places and the like in text: `DetectEntities`. */
  public detectEntities(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectEntities']);
  }

  /** Find what text is about: `DetectKeyPhrases`. */
  public detectKeyPhrases(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectKeyPhrases']);
  }

  /** Name the language of text: `DetectDominantLanguage`. */
  public detectLanguage(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectDominantLanguage']);
  }

  /** Find personal data in text: `DetectPiiEntities`. */
  public detectPii(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectPiiEntities']);
  }

  /** Find what text says of whom: `DetectTargetedSentiment`. */
  public detectTargetedSentiment(): DeclaredAccess {
    return onEveryResource(['comprehend:DetectTargetedSentiment']);
  }

  /** Judge the mood of many texts at once: `BatchDetectSentiment`. */
  public batchDetectSentiment(): DeclaredAccess {
    return onEveryResource(['comprehend:BatchDetectSentiment']);
  }

  /** Say whether there is personal data in text: `ContainsPiiEntities`. */
  public containsPii(): DeclaredAccess {
    return onEveryResource(['comprehend:ContainsPiiEntities']);
  }

  /** Sort text with a model of your own: `ClassifyDocument`. */
  public classifyDocuments(endpointArn: string): DeclaredAccess {
    return accessToArn(endpointArn, ['comprehend:ClassifyDocument']);
  }
}

/** Access to Transcribe. */
export class TranscribeAccess {
  /** @internal */
  public static _of(): TranscribeAccess {
    return new TranscribeAccess();
  }

  private constructor() {}

  /**
   * Write down recordings, whose text goes to this bucket only: `StartTranscriptionJob` on `*`, narrowed by the bucket. That
   * the code may write to the bucket, and read the recordings, is access of its own.
   *
   * @example
   * declare const calls: s3.Bucket;
   * Access.transcribe().startJobs(calls);
   */
  public startJobs(output: s3.IBucket): DeclaredAccess {
    return onEveryResource(['transcribe:StartTranscriptionJob'], {
      StringEquals: { 'transcribe:OutputBucketName': [output.bucketName] },
    });
  }

  /** Ask how far recordings are: `GetTranscriptionJob`, of the jobs with these names. */
  public readJobs(...names: string[]): DeclaredAccess {
    return toTranscriptions(names, 'transcribe:GetTranscriptionJob');
  }

  /** Delete what is done: `DeleteTranscriptionJob`, of the jobs with these names. */
  public deleteJobs(...names: string[]): DeclaredAccess {
    return toTranscriptions(names, 'transcribe:DeleteTranscriptionJob');
  }

  /** Write down speech as it comes: `StartStreamTranscription`, on `*`. */
  public stream(): DeclaredAccess {
    return onEveryResource(['transcribe:StartStreamTranscription']);
  }
}

/** Operations on `*`, and the role that the service does the work with. */
function withRole(role: iam.IRole | undefined, service: string, actions: readonly string[]): DeclaredAccess {
  const calls = onEveryResource(actions);
  return role === undefined ? calls : joinAccess(calls, declareAccess(role, [passRole(role, service)]));
}

function toTranscriptions(names: readonly string[], action: string): DeclaredAccess {
  const jobs = refuseInexact('job', names);
  return new ScopedAccess((scope) => {
    const targets = jobs.map((name) => {
      const arn = Stack.of(scope).formatArn({ service: 'transcribe', resource: 'transcription-job', resourceName: name });
      return { type: 'transcriptionjob', arn };
    });
    return declareAccess(scope, [{ actions: [action], targets }]);
  });
}
